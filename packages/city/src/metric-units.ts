/**
 * Metric names end in their unit: `pm25UgM3`, `speedKmh`, `waterLevelM`. This is the list of endings. UCUM codes, so that a
 * machine elsewhere reads them too; what UCUM lacks (dB(A), currencies) stands as commonly written.
 */
export interface MetricSuffix {
  suffix: string;
  /** UCUM. */
  unit: string;
  /** As shown to people. */
  shown: string;
  quantity: { vi: string; en: string };
}

const ROWS: readonly (readonly [suffix: string, unit: string, shown: string, vi: string, en: string])[] = [
  ['UgM3', 'ug/m3', 'µg/m³', 'nồng độ', 'concentration'],
  ['MgM3', 'mg/m3', 'mg/m³', 'nồng độ', 'concentration'],
  ['MgL', 'mg/L', 'mg/L', 'nồng độ', 'concentration'],
  ['Ppm', '[ppm]', 'ppm', 'nồng độ', 'concentration'],
  ['Ppb', '[ppb]', 'ppb', 'nồng độ', 'concentration'],
  ['Ntu', '{NTU}', 'NTU', 'độ đục', 'turbidity'],
  ['Ph', '[pH]', 'pH', 'độ pH', 'acidity'],
  ['UsCm', 'uS/cm', 'µS/cm', 'độ dẫn điện', 'conductivity'],
  ['C', 'Cel', '°C', 'nhiệt độ', 'temperature'],
  ['Pct', '%', '%', 'tỷ lệ', 'share'],
  ['Kmh', 'km/h', 'km/h', 'tốc độ', 'speed'],
  ['Mps', 'm/s', 'm/s', 'tốc độ', 'speed'],
  ['Deg', 'deg', '°', 'hướng', 'direction'],
  ['Km', 'km', 'km', 'độ dài', 'length'],
  ['M', 'm', 'm', 'độ cao, độ dài', 'height, length'],
  ['Cm', 'cm', 'cm', 'độ sâu', 'depth'],
  ['Mm', 'mm', 'mm', 'lượng mưa', 'rainfall'],
  ['MmH', 'mm/h', 'mm/h', 'cường độ mưa', 'rain intensity'],
  ['CmH', 'cm/h', 'cm/h', 'tốc độ dâng', 'rate of rise'],
  ['M2', 'm2', 'm²', 'diện tích', 'area'],
  ['M3', 'm3', 'm³', 'thể tích', 'volume'],
  ['M3H', 'm3/h', 'm³/h', 'lưu lượng', 'flow'],
  ['M3S', 'm3/s', 'm³/s', 'lưu lượng', 'flow'],
  ['LS', 'L/s', 'L/s', 'lưu lượng', 'flow'],
  ['Bar', 'bar', 'bar', 'áp suất', 'pressure'],
  ['Kpa', 'kPa', 'kPa', 'áp suất', 'pressure'],
  ['Hpa', 'hPa', 'hPa', 'áp suất', 'pressure'],
  ['Dba', 'dB(A)', 'dB(A)', 'mức âm', 'sound level'],
  ['Db', 'dB', 'dB', 'mức', 'level'],
  ['Dbm', 'dBm', 'dBm', 'công suất sóng', 'signal strength'],
  ['Lx', 'lx', 'lx', 'độ rọi', 'illuminance'],
  ['Wm2', 'W/m2', 'W/m²', 'bức xạ', 'irradiance'],
  ['W', 'W', 'W', 'công suất', 'power'],
  ['Kw', 'kW', 'kW', 'công suất', 'power'],
  ['Mw', 'MW', 'MW', 'công suất', 'power'],
  ['Kva', 'kVA', 'kVA', 'công suất biểu kiến', 'apparent power'],
  ['Kwh', 'kW.h', 'kWh', 'điện năng', 'energy'],
  ['Mwh', 'MW.h', 'MWh', 'điện năng', 'energy'],
  ['V', 'V', 'V', 'điện áp', 'voltage'],
  ['Kv', 'kV', 'kV', 'điện áp', 'voltage'],
  ['A', 'A', 'A', 'dòng điện', 'current'],
  ['Hz', 'Hz', 'Hz', 'tần số', 'frequency'],
  ['Ms', 'ms', 'ms', 'thời gian', 'time'],
  ['S', 's', 's', 'thời gian', 'time'],
  ['Min', 'min', 'phút', 'thời gian', 'time'],
  ['H', 'h', 'giờ', 'thời gian', 'time'],
  ['D', 'd', 'ngày', 'thời gian', 'time'],
  ['Kg', 'kg', 'kg', 'khối lượng', 'mass'],
  ['T', 't', 't', 'khối lượng', 'mass'],
  ['Kbps', 'kbit/s', 'kbit/s', 'tốc độ truyền', 'bit rate'],
  ['Mbps', 'Mbit/s', 'Mbit/s', 'tốc độ truyền', 'bit rate'],
  ['Vph', '{vehicles}/h', 'xe/h', 'lưu lượng xe', 'traffic flow'],
  ['Count', '1', '', 'số lượng', 'count'],
  ['Ratio', '1', '', 'tỷ số', 'ratio'],
  ['Index', '1', '', 'chỉ số', 'index'],
  ['Vnd', 'VND', '₫', 'tiền', 'money'],
];

export const METRIC_SUFFIXES: readonly MetricSuffix[] = ROWS.map(([suffix, unit, shown, vi, en]) => ({
  suffix,
  unit,
  shown,
  quantity: { vi, en },
}));

const BY_SUFFIX = new Map(METRIC_SUFFIXES.map((one) => [one.suffix, one]));
const LONGEST = Math.max(...METRIC_SUFFIXES.map((one) => one.suffix.length));

/** The longest known ending of `metric` that starts a camelCase word; undefined = unit unspecified. */
export function metricSuffix(metric: string): MetricSuffix | undefined {
  for (let length = Math.min(LONGEST, metric.length - 1); length > 0; length--) {
    const known = BY_SUFFIX.get(metric.slice(-length));
    if (known !== undefined && /[a-z0-9]/.test(metric.charAt(metric.length - length - 1))) return known;
  }
  return undefined;
}

/** UCUM code of the unit that a metric's name ends in, or `unspecified`. */
export function unitOfMetric(metric: string): string {
  return metricSuffix(metric)?.unit ?? 'unspecified';
}
