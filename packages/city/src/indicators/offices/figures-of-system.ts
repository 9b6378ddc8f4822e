import { DATA_WAREHOUSE_FIGURES } from './data-warehouse.ts';
import { DOCUMENT_FIGURES } from './documents.ts';
import { FORECAST_FIGURES } from './forecast-centre.ts';
import { ISO_9001_FIGURES } from './iso-9001.ts';
import { NATIONAL_PORTAL_FIGURES } from './national-portal.ts';
import type { OfficeFigure } from './office-figure.ts';
import { ONE_STOP_FIGURES } from './one-stop.ts';
import { OPEN_DATA_FIGURES } from './open-data.ts';
import { PETITION_FIGURES } from './petitions.ts';
import { REPORTING_FIGURES } from './reporting.ts';
import { SECURITY_FIGURES } from './security-centre.ts';
import { SMARTPHONE_FIGURES } from './smartphones.ts';
import { VIDEO_FIGURES } from './video-conference.ts';

const FIGURES: Readonly<Record<string, readonly OfficeFigure[]>> = {
  'data-warehouse': DATA_WAREHOUSE_FIGURES,
  'open-data': OPEN_DATA_FIGURES,
  'forecast-centre': FORECAST_FIGURES,
  'security-centre': SECURITY_FIGURES,
  documents: DOCUMENT_FIGURES,
  smartphones: SMARTPHONE_FIGURES,
  petitions: PETITION_FIGURES,
  reporting: REPORTING_FIGURES,
  'video-conference': VIDEO_FIGURES,
  'one-stop': ONE_STOP_FIGURES,
  'national-portal': NATIONAL_PORTAL_FIGURES,
  'iso-9001': ISO_9001_FIGURES,
};

/** The figures of one administrative system, headline figures among them; none for the centre, which measures itself. */
export function figuresOfSystem(system: string): readonly OfficeFigure[] {
  return FIGURES[system] ?? [];
}
