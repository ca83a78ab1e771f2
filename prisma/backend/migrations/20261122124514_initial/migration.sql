-- CreateTable
CREATE TABLE "application" (
    "id" BIGSERIAL NOT NULL,
    "number" CHAR(19) NOT NULL,
    "owner" VARCHAR(64) NOT NULL,
    "idempotency_key" VARCHAR(128) NOT NULL,
    "body_hash" CHAR(32) NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "confirm_by" TIMESTAMPTZ(3) NOT NULL,
    "personal" BYTEA,
    "iin_fingerprint" CHAR(32),
    "open_key" CHAR(32),
    "region" VARCHAR(32) NOT NULL,
    "city" VARCHAR(32) NOT NULL,
    "domain" VARCHAR(253) NOT NULL,
    "csr" BYTEA,
    "spki_sha256" CHAR(64) NOT NULL,
    "key_description" VARCHAR(32) NOT NULL,
    "key_storage" VARCHAR(16) NOT NULL,
    "agreement" VARCHAR(32) NOT NULL,
    "agreed_at" TIMESTAMPTZ(3) NOT NULL,
    "language" CHAR(2) NOT NULL,
    "reason" BYTEA,
    "reminded_days" INTEGER,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "used_key" (
    "spki_sha256" CHAR(64) NOT NULL,
    "holder" CHAR(32) NOT NULL,
    "revoked" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "used_key_pkey" PRIMARY KEY ("spki_sha256")
);

-- CreateTable
CREATE TABLE "move" (
    "cursor" BIGINT NOT NULL,
    "application_id" BIGINT NOT NULL,
    "status" VARCHAR(16) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" VARCHAR(80) NOT NULL,

    CONSTRAINT "move_pkey" PRIMARY KEY ("cursor")
);

-- CreateTable
CREATE TABLE "feed_head" (
    "id" INTEGER NOT NULL,
    "cursor" BIGINT NOT NULL,

    CONSTRAINT "feed_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "serial" VARCHAR(40) NOT NULL,
    "application_id" BIGINT NOT NULL,
    "prepared" BYTEA NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "certificate" TEXT,
    "chain" TEXT[],
    "root" TEXT,
    "valid_from" TIMESTAMPTZ(3),
    "valid_to" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revocation_reason" VARCHAR(32),

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("serial")
);

-- CreateTable
CREATE TABLE "audit" (
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" VARCHAR(80) NOT NULL,
    "action" VARCHAR(40) NOT NULL,
    "subject" VARCHAR(64) NOT NULL,
    "details" TEXT NOT NULL,
    "previous" CHAR(64) NOT NULL,
    "mac" CHAR(64) NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "mac" CHAR(64) NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter" (
    "id" UUID NOT NULL,
    "application_id" BIGINT NOT NULL,
    "kind" VARCHAR(16) NOT NULL,
    "state" VARCHAR(8) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "content" BYTEA,
    "problem" VARCHAR(64),

    CONSTRAINT "letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_view" (
    "token" CHAR(32) NOT NULL,
    "application_id" BIGINT NOT NULL,
    "operator_id" VARCHAR(64) NOT NULL,
    "shown" CHAR(32) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_view_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "picture_code" (
    "id" VARCHAR(64) NOT NULL,
    "owner" VARCHAR(64) NOT NULL,
    "answer" CHAR(32) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "picture_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "picture_pass" (
    "token" CHAR(32) NOT NULL,
    "owner" VARCHAR(64) NOT NULL,
    "remaining" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "picture_pass_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "tries" (
    "key" VARCHAR(96) NOT NULL,
    "count" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tries_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "desk_operators" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "must_change" BOOLEAN NOT NULL DEFAULT true,
    "administrator" BOOLEAN NOT NULL DEFAULT false,
    "all_regions" BOOLEAN NOT NULL DEFAULT false,
    "regions" TEXT[],
    "iin_fingerprint" TEXT,
    "masked_iin" TEXT,
    "totp_secret" BYTEA,
    "totp_pending" BYTEA,
    "totp_last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "password_changed_at" TIMESTAMPTZ(3),
    "logged_in_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "desk_operators_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_sessions" (
    "token_hash" TEXT NOT NULL,
    "operator_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_sessions_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "desk_login_attempts" (
    "key" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "desk_login_attempts_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "application_number_key" ON "application"("number");

-- CreateIndex
CREATE UNIQUE INDEX "application_open_key_key" ON "application"("open_key");

-- CreateIndex
CREATE INDEX "application_status_confirm_by_id_idx" ON "application"("status", "confirm_by", "id");

-- CreateIndex
CREATE INDEX "application_iin_fingerprint_idx" ON "application"("iin_fingerprint");

-- CreateIndex
CREATE INDEX "application_domain_idx" ON "application"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "application_owner_idempotency_key_key" ON "application"("owner", "idempotency_key");

-- CreateIndex
CREATE INDEX "move_application_id_cursor_idx" ON "move"("application_id", "cursor");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_application_id_key" ON "certificate"("application_id");

-- CreateIndex
CREATE INDEX "certificate_valid_to_idx" ON "certificate"("valid_to");

-- CreateIndex
CREATE INDEX "certificate_revoked_at_idx" ON "certificate"("revoked_at");

-- CreateIndex
CREATE INDEX "audit_subject_sequence_idx" ON "audit"("subject", "sequence");

-- CreateIndex
CREATE INDEX "letter_application_id_idx" ON "letter"("application_id");

-- CreateIndex
CREATE INDEX "letter_state_at_idx" ON "letter"("state", "at");

-- CreateIndex
CREATE INDEX "desk_view_expires_at_idx" ON "desk_view"("expires_at");

-- CreateIndex
CREATE INDEX "picture_code_expires_at_idx" ON "picture_code"("expires_at");

-- CreateIndex
CREATE INDEX "picture_pass_expires_at_idx" ON "picture_pass"("expires_at");

-- CreateIndex
CREATE INDEX "tries_expires_at_idx" ON "tries"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "desk_operators_name_key" ON "desk_operators"("name");

-- CreateIndex
CREATE INDEX "desk_sessions_operator_id_idx" ON "desk_sessions"("operator_id");

-- CreateIndex
CREATE INDEX "desk_login_attempts_since_idx" ON "desk_login_attempts"("since");

-- AddForeignKey
ALTER TABLE "move" ADD CONSTRAINT "move_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letter" ADD CONSTRAINT "letter_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_view" ADD CONSTRAINT "desk_view_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_sessions" ADD CONSTRAINT "desk_sessions_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "desk_operators"("id") ON DELETE CASCADE ON UPDATE CASCADE;
