-- CreateTable
CREATE TABLE "support_ticket" (
    "id" SERIAL NOT NULL,
    "chat_id" BIGINT NOT NULL,
    "active_chat_id" BIGINT,
    "state" TEXT NOT NULL,
    "assignee" BIGINT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "language" TEXT NOT NULL,
    "context" BYTEA,
    "words" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "topic_id" BIGINT,
    "header_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "first_answer_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "support_ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "support_message" (
    "id" BIGSERIAL NOT NULL,
    "ticket_id" INTEGER NOT NULL,
    "source_chat_id" BIGINT NOT NULL,
    "source_message_id" BIGINT NOT NULL,
    "target_chat_id" BIGINT NOT NULL,
    "target_message_id" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "support_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "canned_answer" (
    "name" TEXT NOT NULL,
    "kk" TEXT,
    "ru" TEXT,
    "en" TEXT,

    CONSTRAINT "canned_answer_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "daily_count" (
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "daily_count_pkey" PRIMARY KEY ("day","name")
);

-- CreateIndex
CREATE UNIQUE INDEX "support_ticket_active_chat_id_key" ON "support_ticket"("active_chat_id");

-- CreateIndex
CREATE INDEX "support_ticket_chat_id_idx" ON "support_ticket"("chat_id");

-- CreateIndex
CREATE INDEX "support_ticket_state_changed_at_idx" ON "support_ticket"("state", "changed_at");

-- CreateIndex
CREATE INDEX "support_ticket_created_at_idx" ON "support_ticket"("created_at");

-- CreateIndex
CREATE INDEX "support_ticket_topic_id_idx" ON "support_ticket"("topic_id");

-- CreateIndex
CREATE INDEX "support_ticket_words_idx" ON "support_ticket" USING GIN ("words");

-- CreateIndex
CREATE INDEX "support_message_target_chat_id_target_message_id_idx" ON "support_message"("target_chat_id", "target_message_id");

-- CreateIndex
CREATE INDEX "support_message_ticket_id_idx" ON "support_message"("ticket_id");

-- CreateIndex
CREATE UNIQUE INDEX "support_message_source_chat_id_source_message_id_key" ON "support_message"("source_chat_id", "source_message_id");
