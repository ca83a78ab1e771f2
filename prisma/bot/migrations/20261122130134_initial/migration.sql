-- CreateTable
CREATE TABLE "conversation" (
    "chat_id" BIGINT NOT NULL,
    "state" BYTEA,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "pending" INTEGER NOT NULL DEFAULT 0,
    "owner" TEXT,
    "takeovers" SMALLINT NOT NULL DEFAULT 0,
    "outbox" BYTEA,
    "outbox_sent" SMALLINT NOT NULL DEFAULT 0,
    "live_message_id" BIGINT,
    "wake_at" TIMESTAMPTZ(3),
    "blocked_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("chat_id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "seq" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("chat_id","seq")
);

-- CreateTable
CREATE TABLE "seen_event" (
    "key" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "seen_event_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "set_aside" (
    "key" TEXT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,
    "error_class" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "set_aside_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "set_aside_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "instance" (
    "id" TEXT NOT NULL,
    "alive_until" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gate" (
    "id" INTEGER NOT NULL,
    "pause_until" TIMESTAMPTZ(6) NOT NULL,
    "next_bulk_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "gate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "status_cursor" (
    "id" INTEGER NOT NULL,
    "cursor" BIGINT NOT NULL,

    CONSTRAINT "status_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "key_link" (
    "id" TEXT NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "request" BYTEA NOT NULL,
    "answer" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "conversation_owner_idx" ON "conversation"("owner");

-- CreateIndex
CREATE INDEX "conversation_wake_at_idx" ON "conversation"("wake_at");

-- CreateIndex
CREATE INDEX "key_link_expires_at_idx" ON "key_link"("expires_at");
