/** What a report may be about. `severity`: 1 life safety · 2 major service · 3 local · 4 information; used when the report says none. */
export interface ReportCategory {
  code: string;
  name: { vi: string; en: string };
  severity: 1 | 2 | 3 | 4;
}

const ROWS: readonly (readonly [code: string, severity: 1 | 2 | 3 | 4, vi: string, en: string])[] = [
  ['fire', 1, 'Cháy', 'Fire'],
  ['explosion', 1, 'Nổ', 'Explosion'],
  ['gas-leak', 1, 'Rò rỉ khí', 'Gas leak'],
  ['medical', 1, 'Cấp cứu y tế', 'Medical emergency'],
  ['rescue', 1, 'Cứu nạn', 'Rescue'],
  ['building-collapse', 1, 'Sập công trình', 'Building collapse'],
  ['crowd', 2, 'Tụ tập đông người', 'Crowd'],
  ['public-order', 2, 'Mất trật tự', 'Public disorder'],
  ['traffic-accident', 2, 'Tai nạn giao thông', 'Collision'],
  ['flood', 2, 'Ngập', 'Flooding'],
  ['tide', 2, 'Triều cường', 'High tide'],
  ['storm', 2, 'Dông, lốc', 'Storm'],
  ['landslide', 1, 'Sạt lở', 'Landslide'],
  ['power', 2, 'Mất điện', 'Power outage'],
  ['water-supply', 2, 'Mất nước', 'Water outage'],
  ['water-pressure', 3, 'Nước yếu', 'Low water pressure'],
  ['water-leak', 3, 'Rò rỉ nước', 'Water leak'],
  ['sewer', 3, 'Nghẹt cống', 'Blocked drain'],
  ['traffic-jam', 3, 'Ùn tắc', 'Traffic jam'],
  ['traffic-signal', 3, 'Hỏng đèn tín hiệu', 'Traffic signal fault'],
  ['road-works', 4, 'Thi công đường', 'Road works'],
  ['road-damage', 3, 'Ổ gà', 'Pothole'],
  ['tree-fall', 3, 'Cây đổ', 'Fallen tree'],
  ['public-transport', 3, 'Gián đoạn xe buýt, metro', 'Transit disruption'],
  ['illegal-parking', 4, 'Đậu xe sai quy định', 'Illegal parking'],
  ['lighting', 4, 'Hỏng đèn đường', 'Street light fault'],
  ['noise', 4, 'Tiếng ồn', 'Noise'],
  ['air', 3, 'Ô nhiễm không khí', 'Air pollution'],
  ['water-pollution', 3, 'Ô nhiễm nguồn nước', 'Water pollution'],
  ['waste', 4, 'Rác', 'Waste'],
  ['animal', 4, 'Động vật', 'Animal'],
  ['cyber', 2, 'Sự cố an toàn thông tin', 'Security incident'],
  ['system-fault', 3, 'Sự cố hệ thống', 'System fault'],
  ['administration', 4, 'Hành chính', 'Administration'],
  ['other', 4, 'Khác', 'Other'],
];

export const REPORT_CATEGORIES: readonly ReportCategory[] = ROWS.map(([code, severity, vi, en]) => ({
  code,
  name: { vi, en },
  severity,
}));

const BY_CODE = new Map(REPORT_CATEGORIES.map((category) => [category.code, category]));

/** The category of a code, undefined if the registry does not know it: such reports are accepted with severity 3. */
export function reportCategory(code: string): ReportCategory | undefined {
  return BY_CODE.get(code);
}

/** Severity of a report that states none: its category's, else 3. */
export function defaultSeverity(code: string): 1 | 2 | 3 | 4 {
  return BY_CODE.get(code)?.severity ?? 3;
}
