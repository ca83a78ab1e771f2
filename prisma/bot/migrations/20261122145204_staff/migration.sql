-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "aside" BYTEA,
ADD COLUMN     "facts" JSONB;

-- CreateTable
CREATE TABLE "staff_member" (
    "user_id" BIGINT NOT NULL,
    "role" TEXT,
    "name" BYTEA,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_member_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "staff_audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "key" TEXT NOT NULL,
    "actor" BIGINT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "detail" TEXT,

    CONSTRAINT "staff_audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "staff_audit_key_action_actor_key" ON "staff_audit"("key", "action", "actor");

-- Codes and ids only, so that nothing that somebody wrote can get in.
ALTER TABLE "staff_audit" ADD CONSTRAINT "staff_audit_codes" CHECK (
  "action" ~ '^[a-z0-9-]{1,40}$' AND coalesce("subject", '') ~ '^[a-z0-9:-]{0,60}$' AND coalesce("detail", '') ~ '^[a-z0-9:-]{0,60}$'
);

-- The body's semicolon is written \x3b: the engine that applies migrations cuts the script at every other one.
CREATE FUNCTION "staff_audit_only_grows"() RETURNS trigger LANGUAGE plpgsql
  AS E'BEGIN RAISE EXCEPTION ''staff_audit only grows''\x3b END';
CREATE TRIGGER "staff_audit_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "staff_audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "staff_audit_only_grows"();
