/** Socio-economic simulation and forecast: DOMAIN F 4. Shown as published with its vintage, never as live. */
import type { OfficeFigure } from './office-figure.ts';
import { published } from './published.ts';

const series = (
  which: readonly [code: string, unit: string],
  [vi, en]: readonly [string, string],
  [viFormula, enFormula]: readonly [string, string],
): OfficeFigure => published(which, { vi, en, viFormula, enFormula }, { source: 'statistics office' });

const YOY = ['so với cùng kỳ năm trước', 'against the same period of the year before'] as const;

export const FORECAST_FIGURES: readonly OfficeFigure[] = [
  { ...series(['grdp-growth', '%'], ['Tăng trưởng GRDP', 'GRDP growth'], YOY), isHeadline: true },
  { ...series(['iip-growth', '%'], ['Tăng trưởng IIP', 'Industrial production'], YOY), isHeadline: true },
  { ...series(['cpi-growth', '%'], ['CPI', 'Consumer prices'], YOY), isHeadline: true },
  series(
    ['retail', '10*9.VND'],
    ['Bán lẻ và dịch vụ', 'Retail sales'],
    ['doanh thu trong tháng', 'sales in the month'],
  ),
  {
    ...series(
      ['budget-revenue', '%'],
      ['Thu ngân sách', 'Budget revenue'],
      ['đã thu / dự toán năm × 100', 'collected / plan of the year × 100'],
    ),
    isHeadline: true,
  },
  series(
    ['disbursement', '%'],
    ['Giải ngân đầu tư công', 'Public investment disbursed'],
    ['đã giải ngân / kế hoạch năm × 100', 'disbursed / plan of the year × 100'],
  ),
  series(
    ['forecast-mape', '%'],
    ['Sai số dự báo (MAPE)', 'Forecast error (MAPE)'],
    ['trung bình |dự báo − thực| / thực × 100', 'mean of |forecast − actual| / actual × 100'],
  ),
  series(
    ['interval-coverage', '%'],
    ['Độ phủ khoảng 80 %', 'Coverage of the 80 % interval'],
    ['giá trị thực trong khoảng / giá trị × 100', 'actual values inside the interval / values × 100'],
  ),
];
