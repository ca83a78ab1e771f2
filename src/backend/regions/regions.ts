// Where an application can be confirmed: a list that the operator can replace by a file of the same shape.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type City, type Region, regionSchema } from '../../contract/schemas.ts';

export interface Regions {
  readonly list: readonly Region[];
  /** Undefined when there is no such region, or the city is not in it. */
  find(region: string, city: string): { readonly region: Region; readonly city: City } | undefined;
}

const fileSchema = z.object({ regions: z.array(regionSchema).min(1) });

/** Throws with a reason that can be shown to the operator. */
export async function readRegions(file: string | URL = new URL('regions.json', import.meta.url)): Promise<Regions> {
  const { regions } = fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const codes = regions.flatMap(({ code, cities }) => [code, ...cities.map((city) => `${code} ${city.code}`)]);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw new Error(`the code ${twice} stands there twice`);
  return {
    list: regions,
    find(regionCode, cityCode) {
      const region = regions.find(({ code }) => code === regionCode);
      const city = region?.cities.find(({ code }) => code === cityCode);
      return region && city && { region, city };
    },
  };
}
