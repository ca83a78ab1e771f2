import type { Region } from '../../../contract/schemas.ts';
import { applicationStatuses } from '../../../contract/statuses.ts';
import { languages } from '../../../domain/language.ts';
import type { StaffScreen } from '../../staff/screen.ts';
import { type Audience, everyone } from '../broadcast.ts';
import * as screens from './audience-screens.ts';
import { type Draft, toggled } from './draft.ts';

export interface AudienceChoice {
  readonly draft: Draft;
  readonly screen: (count: number, regions: readonly Region[]) => StaffScreen;
}

/** What a press of the audience's screens makes of the draft; undefined for a press of another screen. */
export async function chooseAudience(
  verb: string,
  argument: string,
  draft: Draft,
  regions: () => Promise<readonly Region[]>,
): Promise<AudienceChoice | undefined> {
  const { audience } = draft;
  const changed = (change: Partial<Audience>): Draft => ({
    ...draft,
    audience: { ...audience, ...change },
    step: null,
  });
  const whole = (next: Draft): AudienceChoice => ({
    draft: next,
    screen: (count, known) => screens.audienceScreen(next, { count, regions: known }),
  });
  switch (verb) {
    case 'audience':
      return whole(changed({}));
    case 'everyone':
      return whole(changed(everyone));
    case 'language': {
      const language = languages.find((each) => each === argument);
      return whole(changed(language ? { languages: toggled(audience.languages, language) } : {}));
    }
    case 'statuses':
    case 'status': {
      const status = applicationStatuses.find((each) => each === argument);
      const next = changed(status ? { statuses: toggled(audience.statuses, status) } : {});
      return { draft: next, screen: (count) => screens.statusesScreen(next, count) };
    }
    case 'regions':
    case 'region': {
      const region = (await regions()).find(({ code }) => code === argument);
      const next = changed(region ? { regions: toggled(audience.regions, region.code) } : {});
      return { draft: next, screen: (count, known) => screens.regionsScreen(next, { count, regions: known }) };
    }
    case 'days': {
      if (/^\d{1,3}$/.test(argument)) return whole(changed({ endsWithinDays: Number(argument) }));
      const asking: Draft = { ...draft, step: { await: 'days' } };
      return { draft: asking, screen: () => screens.askDaysScreen(asking) };
    }
    default:
      return undefined;
  }
}
