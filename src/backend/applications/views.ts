// What is shown of an application: everything to its owner, status and dates to whoever knows the number.
import type { OwnerView, StatusView } from '../../contract/schemas.ts';
import { actors } from '../../contract/statuses.ts';
import { maskIin } from '../../domain/iin.ts';
import { nameless } from '../../domain/person-name.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { OwnerFacts } from './applications.ts';
import type { Moment } from './lifecycle.ts';
import { renewableFrom } from './renew.ts';

export const statusView = ({ number, status, since, confirmBy }: Application): StatusView => ({
  view: 'status',
  number,
  status,
  since: since.toISOString(),
  confirmBy: confirmBy.toISOString(),
});

export interface Shown {
  readonly application: Application;
  readonly timeline: readonly Moment[];
  readonly validTo: Date | null;
  readonly facts: OwnerFacts;
}

export function ownerView({ application, timeline, validTo, facts }: Shown, regions: Regions): OwnerView {
  const { personal, renews } = application;
  const { revocation, renewedBy, letterRefused } = facts;
  const place = placeOf(application, regions);
  return {
    ...statusView(application),
    view: 'owner',
    person: personal?.person ?? nameless,
    maskedIin: personal ? maskIin(personal.iin) : '',
    email: personal?.email ?? null,
    region: place.region,
    regionCode: application.region,
    city: place.city,
    cityCode: application.city,
    domain: application.domain,
    keyStorage: application.keyStorage,
    submittedAt: application.submittedAt.toISOString(),
    reason: application.reason,
    validTo: validTo?.toISOString() ?? null,
    renewableFrom: renewableFrom(application, validTo)?.toISOString() ?? null,
    renews,
    renewedBy,
    revocation: revocation && {
      reason: revocation.reason,
      askedAt: revocation.askedAt.toISOString(),
      decided: revocation.decidedAt !== null,
    },
    letterRefused: letterRefused && personal !== null,
    timeline: timeline.map(momentView),
  };
}

const momentView = ({ status, at, actor, notice }: Moment): OwnerView['timeline'][number] => {
  const by = actors.find((each) => each === actor.split(':')[0]) ?? 'operator';
  return { status, at: at.toISOString(), by, notice };
};

/** A place that the operator has taken off the list since is shown by its code. */
export function placeOf({ region, city }: Pick<Application, 'region' | 'city'>, regions: Regions) {
  const place = regions.find(region, city);
  const code = (text: string) => ({ kk: text, ru: text, en: text });
  return { region: place?.region.name ?? code(region), city: place?.city.name ?? code(city) };
}
