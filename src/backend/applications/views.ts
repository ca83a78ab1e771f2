// What is shown of an application: everything to its owner, status and dates to whoever knows the number.
import type { OwnerView, StatusView } from '../../contract/schemas.ts';
import { maskIin } from '../../domain/iin.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { Moment } from './lifecycle.ts';

export const statusView = ({ number, status, since, confirmBy }: Application): StatusView => ({
  view: 'status',
  number,
  status,
  since: since.toISOString(),
  confirmBy: confirmBy.toISOString(),
});

const nobody = { surname: null, givenName: null, patronymic: null };

export interface Shown {
  readonly application: Application;
  readonly timeline: readonly Moment[];
  readonly validTo: Date | null;
}

export function ownerView({ application, timeline, validTo }: Shown, regions: Regions): OwnerView {
  const { personal } = application;
  const place = placeOf(application, regions);
  return {
    ...statusView(application),
    view: 'owner',
    person: personal?.person ?? nobody,
    maskedIin: personal ? maskIin(personal.iin) : '',
    email: personal?.email ?? null,
    region: place.region,
    city: place.city,
    domain: application.domain,
    keyStorage: application.keyStorage,
    submittedAt: application.submittedAt.toISOString(),
    reason: application.reason,
    validTo: validTo?.toISOString() ?? null,
    timeline: timeline.map(({ status, at }) => ({ status, at: at.toISOString() })),
  };
}

/** A place that the operator has taken off the list since is shown by its code. */
export function placeOf({ region, city }: Pick<Application, 'region' | 'city'>, regions: Regions) {
  const place = regions.find(region, city);
  const code = (text: string) => ({ kk: text, ru: text, en: text });
  return { region: place?.region.name ?? code(region), city: place?.city.name ?? code(city) };
}
