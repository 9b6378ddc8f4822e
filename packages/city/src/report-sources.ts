import type { Report } from './report.ts';
import { defaultSeverity } from './report-categories.ts';

type Severity = 1 | 2 | 3 | 4;

/**
 * How far the word of a source goes. `mostSevere`: the most severe that it alone can make a report; `leastSevere`: its reports are never
 * milder; `mayState`: its own severity counts, else its category's usual one.
 */
export interface ReportSourceRule {
  /** For a reader: what kind of source it is. */
  kind: 'emergency' | 'hotline' | 'agency' | 'camera' | 'public' | 'alert';
  sources: RegExp;
  mayState: boolean;
  mostSevere: Severity;
  leastSevere: Severity;
}

/**
 * First hit wins. Emergency numbers outrank everybody: what is told there is at least a major matter. Cameras judge pictures and may be
 * mistaken, so that they never make it worse than usual. A form that anybody can fill in calls nobody to life safety by itself: the
 * second report, or an operator, does; its page names the emergency numbers. Thresholds are our own choice, none is a regulation.
 */
export const REPORT_SOURCE_RULES: readonly ReportSourceRule[] = [
  { kind: 'emergency', sources: /^(?:11[2-5])(?:[:.~-].*)?$/, mayState: true, mostSevere: 1, leastSevere: 2 },
  { kind: 'hotline', sources: /^1022(?:[:.~-].*)?$/, mayState: true, mostSevere: 1, leastSevere: 4 },
  { kind: 'camera', sources: /^cam(?:era)?s?(?:[:.~-].*)?$/, mayState: true, mostSevere: 2, leastSevere: 4 },
  { kind: 'public', sources: /^public(?:[:.~-].*)?$/, mayState: false, mostSevere: 2, leastSevere: 4 },
];

/** Agencies, alerts and everybody with a token of their own: they are taken at their word. */
const AGENCY: Omit<ReportSourceRule, 'sources'> = {
  kind: 'agency',
  mayState: true,
  mostSevere: 1,
  leastSevere: 4,
};

export function reportSourceRule(source: string): Omit<ReportSourceRule, 'sources'> {
  return REPORT_SOURCE_RULES.find(({ sources }) => sources.test(source)) ?? AGENCY;
}

/** How severe a report is taken, by who told it, what it is about, and what it says of itself. */
export function reportSeverity({
  source,
  category,
  severity,
}: Pick<Report, 'source' | 'category' | 'severity'>): Severity {
  const { mayState, mostSevere, leastSevere } = reportSourceRule(source);
  const told = (mayState ? severity : undefined) ?? defaultSeverity(category);
  return Math.min(Math.max(told, mostSevere), leastSevere) as Severity;
}
