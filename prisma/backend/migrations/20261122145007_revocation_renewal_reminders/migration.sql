-- AlterTable
ALTER TABLE "application" ADD COLUMN     "renews_id" BIGINT;

-- AlterTable
ALTER TABLE "certificate" ADD COLUMN     "reminded_days" INTEGER;

-- AlterTable
ALTER TABLE "move" ADD COLUMN     "notice" VARCHAR(24);

-- CreateTable
CREATE TABLE "revocation" (
    "application_id" BIGINT NOT NULL,
    "reason" VARCHAR(32) NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" VARCHAR(80) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" VARCHAR(80),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "revocation_pkey" PRIMARY KEY ("application_id")
);

-- CreateIndex
CREATE INDEX "revocation_done_at_decided_at_idx" ON "revocation"("done_at", "decided_at");

-- CreateIndex
CREATE INDEX "application_renews_id_idx" ON "application"("renews_id");

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_renews_id_fkey" FOREIGN KEY ("renews_id") REFERENCES "application"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revocation" ADD CONSTRAINT "revocation_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
