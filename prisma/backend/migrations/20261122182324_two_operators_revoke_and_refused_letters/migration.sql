-- DropIndex
DROP INDEX "letter_state_at_idx";

-- AlterTable
ALTER TABLE "first_confirmation" DROP CONSTRAINT "first_confirmation_pkey",
ADD COLUMN     "decision" VARCHAR(16) NOT NULL DEFAULT 'confirmed',
ADD COLUMN     "reason" VARCHAR(32),
ADD CONSTRAINT "first_confirmation_pkey" PRIMARY KEY ("application_id", "decision");

-- CreateIndex
CREATE INDEX "letter_state_at_application_id_idx" ON "letter"("state", "at", "application_id");
