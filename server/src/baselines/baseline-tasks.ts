import type { BaselineModel, BaselineQuality, BaselineRefusal, HourlySeries } from '@metropane/rules';

/** A series that a rule compares with what is usual for it. */
export interface AskedSeries {
  /** `domain/entity/metric`. */
  series: string;
  domain: string;
  entity: string;
  metric: string;
}

export interface FitTask {
  history: HourlySeries;
  /** IANA zone of the city: whose hours of the week they are. */
  zone: string;
}

/** What the fitting of one series came to. */
export type FitOutcome =
  | { ok: true; model: BaselineModel; quality: BaselineQuality }
  | { ok: false; refusal: BaselineRefusal };
