import { fileURLToPath } from 'node:url';

/** The folder of the Ho Chi Minh City pack: what `loadCityPack('hcmc')` reads. */
export const HCMC_PACK_FOLDER = fileURLToPath(new URL('..', import.meta.url));
