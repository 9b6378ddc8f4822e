/** What a report may be about. `severity`: 1 life safety · 2 major service · 3 local · 4 information; used when the report says none. */
export interface ReportCategory {
  code: string;
  name: { vi: string; en: string };
  severity: 1 | 2 | 3 | 4;
}

const of = (code: string, severity: 1 | 2 | 3 | 4, vi: string, en: string): ReportCategory => ({
  code,
  name: { vi, en },
  severity,
});

export const REPORT_CATEGORIES: readonly ReportCategory[] = [
  of('fire', 1, 'Cháy', 'Fire'),
  of('explosion', 1, 'Nổ', 'Explosion'),
  of('gas-leak', 1, 'Rò rỉ khí', 'Gas leak'),
  of('medical', 1, 'Cấp cứu y tế', 'Medical emergency'),
  of('rescue', 1, 'Cứu nạn', 'Rescue'),
  of('building-collapse', 1, 'Sập công trình', 'Building collapse'),
  of('crowd', 2, 'Tụ tập đông người', 'Crowd'),
  of('public-order', 2, 'Mất trật tự', 'Public disorder'),
  of('collision', 2, 'Tai nạn giao thông', 'Collision'),
  of('flood', 2, 'Ngập', 'Flooding'),
  of('high-tide', 2, 'Triều cường', 'High tide'),
  of('storm', 2, 'Dông, lốc', 'Storm'),
  of('landslide', 1, 'Sạt lở', 'Landslide'),
  of('power-outage', 2, 'Mất điện', 'Power outage'),
  of('water-outage', 2, 'Mất nước', 'Water outage'),
  of('water-pressure', 3, 'Nước yếu', 'Low water pressure'),
  of('water-leak', 3, 'Rò rỉ nước', 'Water leak'),
  of('sewer', 3, 'Nghẹt cống', 'Blocked drain'),
  of('traffic-jam', 3, 'Ùn tắc', 'Traffic jam'),
  of('signal-fault', 3, 'Hỏng đèn tín hiệu', 'Traffic signal fault'),
  of('road-works', 4, 'Thi công đường', 'Road works'),
  of('pothole', 3, 'Ổ gà', 'Pothole'),
  of('tree-fallen', 3, 'Cây đổ', 'Fallen tree'),
  of('transit-disruption', 3, 'Gián đoạn xe buýt, metro', 'Transit disruption'),
  of('illegal-parking', 4, 'Đậu xe sai quy định', 'Illegal parking'),
  of('street-light', 4, 'Hỏng đèn đường', 'Street light fault'),
  of('noise', 4, 'Tiếng ồn', 'Noise'),
  of('air-pollution', 3, 'Ô nhiễm không khí', 'Air pollution'),
  of('water-pollution', 3, 'Ô nhiễm nguồn nước', 'Water pollution'),
  of('waste', 4, 'Rác', 'Waste'),
  of('animal', 4, 'Động vật', 'Animal'),
  of('cyber', 2, 'Sự cố an toàn thông tin', 'Security incident'),
  of('system-fault', 3, 'Sự cố hệ thống', 'System fault'),
  of('administration', 4, 'Hành chính', 'Administration'),
  of('other', 4, 'Khác', 'Other'),
];

const BY_CODE = new Map(REPORT_CATEGORIES.map((category) => [category.code, category]));

/** The category of a code, undefined if the registry does not know it: such reports are accepted with severity 3. */
export function reportCategory(code: string): ReportCategory | undefined {
  return BY_CODE.get(code);
}

/** Severity of a report that states none: its category's, else 3. */
export function defaultSeverity(code: string): 1 | 2 | 3 | 4 {
  return BY_CODE.get(code)?.severity ?? 3;
}
