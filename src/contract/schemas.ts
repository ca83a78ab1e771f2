// The shapes that cross the wire between a front-end and the backend. Every string has a cap: both sides are hostile to each other.
import { z } from 'zod';
import { languages } from '../domain/language.ts';
import { actors, applicantReasons, applicationStatuses, notices, revocationReasons } from './statuses.ts';

const moment = z.iso.datetime().describe('ISO 8601 in UTC');
const numberText = z
  .string()
  .regex(/^\d{3}(-\d{3}){4}$/)
  .describe('482-093-755-618-809');
const pem = z.string().max(16_384);
const code = z.string().regex(/^[A-Za-z0-9._-]{1,32}$/);

export const languageSchema = z.enum(languages);
const named = z.object({ kk: z.string(), ru: z.string(), en: z.string() });

export const pictureCodeSchema = z
  .object({
    id: z.string().max(64),
    image: z.base64().max(200_000).describe('PNG'),
    expiresAt: moment,
  })
  .meta({ id: 'PictureCode' });

export const picturePassSchema = z
  .object({ pass: z.string().max(64).describe('Opens a few look-ups of persons'), expiresAt: moment })
  .meta({ id: 'PicturePass' });

export type PictureCode = z.infer<typeof pictureCodeSchema>;
export type PicturePass = z.infer<typeof picturePassSchema>;

export const personSchema = z
  .object({
    surname: z.string().nullable(),
    givenName: z.string().nullable(),
    patronymic: z.string().nullable(),
  })
  .meta({ id: 'Person' });

export const citySchema = z.object({ code, name: named, aliases: z.array(z.string()) }).meta({ id: 'City' });
export const regionSchema = z
  .object({ code, name: named, aliases: z.array(z.string()), cities: z.array(citySchema) })
  .meta({ id: 'Region' });
export type Region = z.infer<typeof regionSchema>;
export type City = z.infer<typeof citySchema>;

/** Where the private key was made and lives; it is never here. */
const keyStorageSchema = z.enum(['own-csr', 'this-device', 'java-key-store', 'chat']);

export const submissionSchema = z
  .object({
    iin: z.string().regex(/^\d{12}$/),
    email: z.string().max(254).nullable(),
    region: code,
    city: code,
    domain: z.string().min(1).max(253).describe('In ASCII (xn--) form'),
    csr: pem.describe('PKCS#10 in PEM'),
    keyStorage: keyStorageSchema,
    agreement: z
      .object({ version: z.string().max(32), agreedAt: moment })
      .describe('What text was agreed to, and when'),
    language: languageSchema.describe('Of letters and notices'),
    renews: numberText
      .optional()
      .describe('The application whose certificate the new one replaces: same owner, person and domain, another key'),
  })
  .meta({ id: 'Submission' });
export type Submission = z.infer<typeof submissionSchema>;

const move = z.object({
  status: z.enum(applicationStatuses),
  at: moment,
  by: z.enum(actors),
  notice: z.enum(notices).nullable().describe('What happened without a change of status; null for a change'),
});

/** What anyone who knows the number may see. */
export const statusViewSchema = z
  .object({
    view: z.literal('status'),
    number: numberText,
    status: z.enum(applicationStatuses),
    since: moment,
    confirmBy: moment.describe('The last moment for the confirmation at the Registration Authority'),
  })
  .meta({ id: 'StatusView' });

/** What the owner of the application sees. */
export const ownerViewSchema = statusViewSchema
  .extend({
    view: z.literal('owner'),
    person: personSchema,
    maskedIin: z.string(),
    email: z.string().nullable(),
    region: named,
    regionCode: code,
    city: named,
    cityCode: code,
    domain: z.string(),
    keyStorage: keyStorageSchema,
    submittedAt: moment,
    reason: z.string().max(1_000).nullable().describe('In the words of the operator; only when refused'),
    validTo: moment.nullable().describe('End of the certificate, once there is one'),
    renewableFrom: moment.nullable().describe('From when on this certificate can be renewed; null: not at all'),
    renews: numberText.nullable().describe('The application whose certificate this one replaces'),
    renewedBy: numberText.nullable().describe('The application that is to replace this one'),
    revocation: z
      .object({ reason: z.enum(revocationReasons), askedAt: moment, decided: z.boolean() })
      .nullable()
      .describe('Once it was asked for; `decided`: it only waits to be carried out, or was'),
    letterRefused: z.boolean().describe('The last letter was not taken by its address; another address can be given'),
    timeline: z.array(move),
  })
  .meta({ id: 'OwnerView' });
export const applicationViewSchema = z
  .discriminatedUnion('view', [statusViewSchema, ownerViewSchema])
  .meta({ id: 'ApplicationView' });
export type StatusView = z.infer<typeof statusViewSchema>;
export type OwnerView = z.infer<typeof ownerViewSchema>;
export type ApplicationView = z.infer<typeof applicationViewSchema>;

export const certificatesSchema = z
  .object({
    certificate: pem,
    chain: z.array(pem).describe('Issuing authorities upwards, without the root'),
    root: pem,
  })
  .meta({ id: 'Certificates' });
export type Certificates = z.infer<typeof certificatesSchema>;

export const statusChangeSchema = z
  .object({
    cursor: z.int(),
    number: numberText,
    owner: z.string().max(64),
    status: z.enum(applicationStatuses),
    at: moment,
    notice: z.enum(notices).nullable().describe('What happened although the status stays; null: the status changed'),
  })
  .meta({ id: 'StatusChange' });
export const statusChangesSchema = z
  .object({ changes: z.array(statusChangeSchema), cursor: z.int().describe('What to ask after next time') })
  .meta({ id: 'StatusChanges' });
export type StatusChange = z.infer<typeof statusChangeSchema>;

export const revocationWishSchema = z.object({ reason: z.enum(applicantReasons) }).meta({ id: 'RevocationWish' });
export const newEmailSchema = z.object({ email: z.string().min(1).max(254) }).meta({ id: 'NewEmail' });
