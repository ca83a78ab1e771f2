-- AlterTable
ALTER TABLE "gate" DROP COLUMN "next_bulk_at",
ADD COLUMN     "bulk_until" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "interactive_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "send_slot" (
    "n" INTEGER NOT NULL,
    "free_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "send_slot_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "broadcast" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "of" INTEGER,
    "status" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "audience" JSONB NOT NULL,
    "is_essential" BOOLEAN NOT NULL,
    "created_by" BIGINT NOT NULL,
    "created_key" TEXT NOT NULL,
    "confirmed_by" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "total" INTEGER NOT NULL DEFAULT 0,
    "language" TEXT NOT NULL,
    "panel_chat_id" BIGINT NOT NULL,
    "panel_message_id" BIGINT NOT NULL,

    CONSTRAINT "broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "broadcast_recipient" (
    "broadcast_id" INTEGER NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "language" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "message_id" BIGINT,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "broadcast_recipient_pkey" PRIMARY KEY ("broadcast_id","chat_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "broadcast_created_key_key" ON "broadcast"("created_key");

-- CreateIndex
CREATE INDEX "broadcast_status_idx" ON "broadcast"("status");

-- CreateIndex
CREATE INDEX "broadcast_recipient_broadcast_id_state_chat_id_idx" ON "broadcast_recipient"("broadcast_id", "state", "chat_id");
