/**
 * What acts on what in the city: a cause at `from` reaches `to`, after `lagMs` where that is known. Keys as of alarms
 * (`domain/entity`). `road`: traffic goes from `from` to `to`, so a jam reaches the other way; `feeder`: `from` supplies `to`;
 * `reach`: water flows from `from` to `to`; `drain`: the street at `to` drains to the gauge at `from`.
 */
export interface TopologyLink {
  kind: 'road' | 'feeder' | 'reach' | 'drain';
  from: string;
  to: string;
  lagMs?: number;
}
