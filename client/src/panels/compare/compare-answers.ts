/** What `GET /api/v1/compare` gives. */
export interface CompareAnswer {
  zone: string;
  how: 'total' | 'mean' | 'largest';
  offersTet: boolean;
  items: CompareItem[];
  summary: {
    common: number;
    missingNow: number;
    missingBefore: number;
    noSuchTime: number;
    ahead: number;
    now: number | null;
    before: number | null;
  };
}

export interface CompareItem {
  start: string;
  end: string;
  other: string | null;
  /** Civil start, `2026-11-23T08:00`. */
  civil: string;
  now: { value: number; n: number } | null;
  before: { value: number; n: number } | null;
  isAhead: boolean;
}
