/** One of the thirteen administrative systems of the city's plan (DESIGN.md 6), as named in topics `case/{system}` and `indicator/{system}/…`. */
export interface CitySystem {
  /** Place in the plan, 1 to 13. */
  number: number;
  code: string;
  name: { vi: string; en: string };
}

const ROWS: readonly (readonly [number: number, code: string, vi: string, en: string])[] = [
  [1, 'data-warehouse', 'Kho dữ liệu dùng chung', 'Shared data warehouse'],
  [2, 'open-data', 'Hệ sinh thái dữ liệu mở', 'Open-data ecosystem'],
  [3, 'operations-centre', 'Trung tâm điều hành', 'Operations centre'],
  [4, 'forecast-centre', 'Mô phỏng và dự báo kinh tế – xã hội', 'Socio-economic simulation and forecast'],
  [5, 'security-centre', 'Trung tâm an toàn thông tin', 'Information-security centre'],
  [6, 'documents', 'Văn bản điện tử và chữ ký số', 'Electronic documents and digital signatures'],
  [7, 'smartphones', 'Ứng dụng di động', 'Smartphones of citizens and officers'],
  [8, 'petitions', 'Phản ánh, khiếu nại, tố cáo', 'Petitions, complaints, denunciations'],
  [9, 'reporting', 'Báo cáo chính quyền', 'Government reporting'],
  [10, 'video-conference', 'Họp trực tuyến', 'Video conferencing city–wards'],
  [11, 'one-stop', 'Dịch vụ công và một cửa điện tử', 'Public-service portal and electronic one-stop'],
  [12, 'national-portal', 'Cổng quốc gia và thanh toán trực tuyến', 'National portal and online payment'],
  [13, 'iso-9001', 'Quản lý chất lượng ISO 9001', 'ISO 9001 quality management'],
];

export const CITY_SYSTEMS: readonly CitySystem[] = ROWS.map(([number, code, vi, en]) => ({
  number,
  code,
  name: { vi, en },
}));

const BY_CODE = new Map(CITY_SYSTEMS.map((system) => [system.code, system]));

/** The system of a code, undefined if the plan has none of that name. */
export function citySystem(code: string): CitySystem | undefined {
  return BY_CODE.get(code);
}
