/** Video conferencing city–wards: DOMAIN F 10. Targets 1 % loss, 30 ms jitter, 150 ms one way are common practice. */
import type { OfficeFigure } from './office-figure.ts';
import { published, publishedShare } from './published.ts';

const measured = (
  which: readonly [code: string, unit: string],
  [vi, en]: readonly [string, string],
  [viFormula, enFormula]: readonly [string, string],
): OfficeFigure =>
  published(which, { vi, en, viFormula, enFormula }, { source: 'call records of the bridge' });

export const VIDEO_FIGURES: readonly OfficeFigure[] = [
  publishedShare(
    'sites-joined',
    ['Điểm cầu tham gia', 'Sites joined', 'điểm cầu tham gia / điểm cầu', 'sites joined / sites'],
    { isHeadline: true },
  ),
  {
    ...measured(
      ['loss-p95', '%'],
      ['Mất gói p95', 'Packet loss p95'],
      ['bách phân vị 95 theo điểm cầu (mục tiêu ≤ 1)', 'p95 over the sites (target ≤ 1)'],
    ),
    isHeadline: true,
  },
  measured(
    ['join-p95', 's'],
    ['Vào họp p95', 'Join time p95'],
    ['bách phân vị 95 theo điểm cầu', 'p95 over the sites'],
  ),
  measured(
    ['jitter-p95', 'ms'],
    ['Jitter p95', 'Jitter p95'],
    ['bách phân vị 95 theo điểm cầu (mục tiêu ≤ 30)', 'p95 over the sites (target ≤ 30)'],
  ),
  measured(
    ['delay-p95', 'ms'],
    ['Trễ một chiều p95', 'One-way delay p95'],
    ['bách phân vị 95 theo điểm cầu (mục tiêu ≤ 150)', 'p95 over the sites (target ≤ 150)'],
  ),
  measured(
    ['site-loss', '%'],
    ['Mất gói của điểm cầu', 'Packet loss of a site'],
    ['gói mất / gói gửi × 100, theo phường, xã', 'packets lost / sent × 100, per ward'],
  ),
];
