export { checkCityPack, loadCityPack } from './load-city-pack.ts';
export { formatPackFault } from './pack-fault.ts';
export type { PackFault, PackFaultCode } from './pack-fault.ts';
export type * from './pack-types.ts';
export { distanceM, lengthM } from './plane.ts';
export { sliceLine } from './road-segments.ts';
export { thresholdOn } from './threshold-editions.ts';
export { unitAt } from './unit-index.ts';
