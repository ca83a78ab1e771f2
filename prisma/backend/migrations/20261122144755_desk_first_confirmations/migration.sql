-- DropIndex
DROP INDEX "application_domain_idx";

-- DropIndex
DROP INDEX "application_iin_fingerprint_idx";

-- CreateTable
CREATE TABLE "first_confirmation" (
    "application_id" BIGINT NOT NULL,
    "operator_id" VARCHAR(64) NOT NULL,
    "person" CHAR(32),
    "shown" CHAR(32) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "waiting" BOOLEAN NOT NULL DEFAULT true,
    "region" VARCHAR(32) NOT NULL,
    "confirm_by" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "first_confirmation_pkey" PRIMARY KEY ("application_id")
);

-- CreateIndex
CREATE INDEX "first_confirmation_waiting_confirm_by_application_id_idx" ON "first_confirmation"("waiting", "confirm_by", "application_id");

-- CreateIndex
CREATE INDEX "application_status_region_confirm_by_id_idx" ON "application"("status", "region", "confirm_by", "id");

-- CreateIndex
CREATE INDEX "application_region_id_idx" ON "application"("region", "id");

-- CreateIndex
CREATE INDEX "application_iin_fingerprint_id_idx" ON "application"("iin_fingerprint", "id");

-- CreateIndex
CREATE INDEX "application_domain_id_idx" ON "application"("domain", "id");

-- CreateIndex
CREATE INDEX "application_submitted_at_region_status_idx" ON "application"("submitted_at", "region", "status");

-- AddForeignKey
ALTER TABLE "first_confirmation" ADD CONSTRAINT "first_confirmation_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
