/** A kind of feed, named in topics and keys. Others are accepted too: these have names, and statistics of their own. */
export interface CityDomain {
  code: string;
  name: { vi: string; en: string };
  /** Statistic that the domain adds to every window, beside the arithmetic ones. */
  extraStatistic?: 'energeticMean' | 'vectorMean' | 'flowWeightedMean';
}

export const CITY_DOMAINS: readonly CityDomain[] = [
  { code: 'traffic', name: { vi: 'Giao thông', en: 'Traffic' }, extraStatistic: 'flowWeightedMean' },
  { code: 'transit', name: { vi: 'Xe buýt', en: 'Public transport' } },
  { code: 'metro', name: { vi: 'Đường sắt đô thị', en: 'Metro' } },
  { code: 'parking', name: { vi: 'Bãi đỗ xe', en: 'Parking' } },
  { code: 'air', name: { vi: 'Không khí', en: 'Air quality' } },
  { code: 'weather', name: { vi: 'Thời tiết', en: 'Weather' }, extraStatistic: 'vectorMean' },
  { code: 'rain', name: { vi: 'Mưa', en: 'Rain' } },
  { code: 'river', name: { vi: 'Sông và triều', en: 'River and tide' } },
  { code: 'flood', name: { vi: 'Ngập', en: 'Flooding' } },
  { code: 'water', name: { vi: 'Cấp nước', en: 'Water supply' } },
  { code: 'pressure', name: { vi: 'Áp lực nước', en: 'Water pressure' } },
  { code: 'sewer', name: { vi: 'Thoát nước', en: 'Drainage' } },
  { code: 'noise', name: { vi: 'Tiếng ồn', en: 'Noise' }, extraStatistic: 'energeticMean' },
  { code: 'power', name: { vi: 'Điện', en: 'Power' } },
  { code: 'lighting', name: { vi: 'Chiếu sáng', en: 'Street lighting' } },
  { code: 'waste', name: { vi: 'Rác', en: 'Waste' } },
  { code: 'crowd', name: { vi: 'Đám đông', en: 'Crowds' } },
  { code: 'camera', name: { vi: 'Camera', en: 'Cameras' } },
  { code: 'emergency', name: { vi: 'Cấp cứu 112–115', en: 'Emergency calls 112–115' } },
  { code: 'hotline', name: { vi: 'Đường dây nóng 1022', en: 'Hotline 1022' } },
  { code: 'security', name: { vi: 'An toàn thông tin', en: 'Information security' } },
];

const BY_CODE = new Map(CITY_DOMAINS.map((domain) => [domain.code, domain]));

/** The domain of a code, undefined if the registry does not know it. */
export function cityDomain(code: string): CityDomain | undefined {
  return BY_CODE.get(code);
}
