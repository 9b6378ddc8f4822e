export { LAYER_NAMES, type BaseMapLayers, type LayerName } from './base-map-layers.ts';
export { makeBaseMap, planBaseMap, type BaseMapPlan } from './make-base-map.ts';
