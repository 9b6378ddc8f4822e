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

const of = (suffix: string, unit: string, shown: string, vi: string, en: string): MetricSuffix => ({
  suffix,
  unit,
  shown,
  quantity: { vi, en },
});

export const METRIC_SUFFIXES: readonly MetricSuffix[] = [
  of('UgM3', 'ug/m3', 'µg/m³', 'nồng độ', 'concentration'),
  of('MgM3', 'mg/m3', 'mg/m³', 'nồng độ', 'concentration'),
  of('MgL', 'mg/L', 'mg/L', 'nồng độ', 'concentration'),
  of('Ppm', '[ppm]', 'ppm', 'nồng độ', 'concentration'),
  of('Ppb', '[ppb]', 'ppb', 'nồng độ', 'concentration'),
  of('Ntu', '{NTU}', 'NTU', 'độ đục', 'turbidity'),
  of('Ph', '[pH]', 'pH', 'độ pH', 'acidity'),
  of('UsCm', 'uS/cm', 'µS/cm', 'độ dẫn điện', 'conductivity'),
  of('C', 'Cel', '°C', 'nhiệt độ', 'temperature'),
  of('Pct', '%', '%', 'tỷ lệ', 'share'),
  of('Kmh', 'km/h', 'km/h', 'tốc độ', 'speed'),
  of('Mps', 'm/s', 'm/s', 'tốc độ', 'speed'),
  of('Deg', 'deg', '°', 'hướng', 'direction'),
  of('Km', 'km', 'km', 'độ dài', 'length'),
  of('M', 'm', 'm', 'độ cao, độ dài', 'height, length'),
  of('Cm', 'cm', 'cm', 'độ sâu', 'depth'),
  of('Mm', 'mm', 'mm', 'lượng mưa', 'rainfall'),
  of('MmH', 'mm/h', 'mm/h', 'cường độ mưa', 'rain intensity'),
  of('CmH', 'cm/h', 'cm/h', 'tốc độ dâng', 'rate of rise'),
  of('M2', 'm2', 'm²', 'diện tích', 'area'),
  of('M3', 'm3', 'm³', 'thể tích', 'volume'),
  of('M3H', 'm3/h', 'm³/h', 'lưu lượng', 'flow'),
  of('M3S', 'm3/s', 'm³/s', 'lưu lượng', 'flow'),
  of('LS', 'L/s', 'L/s', 'lưu lượng', 'flow'),
  of('Bar', 'bar', 'bar', 'áp suất', 'pressure'),
  of('Kpa', 'kPa', 'kPa', 'áp suất', 'pressure'),
  of('Hpa', 'hPa', 'hPa', 'áp suất', 'pressure'),
  of('Dba', 'dB(A)', 'dB(A)', 'mức âm', 'sound level'),
  of('Db', 'dB', 'dB', 'mức', 'level'),
  of('Dbm', 'dBm', 'dBm', 'công suất sóng', 'signal strength'),
  of('Lx', 'lx', 'lx', 'độ rọi', 'illuminance'),
  of('Wm2', 'W/m2', 'W/m²', 'bức xạ', 'irradiance'),
  of('W', 'W', 'W', 'công suất', 'power'),
  of('Kw', 'kW', 'kW', 'công suất', 'power'),
  of('Mw', 'MW', 'MW', 'công suất', 'power'),
  of('Kva', 'kVA', 'kVA', 'công suất biểu kiến', 'apparent power'),
  of('Kwh', 'kW.h', 'kWh', 'điện năng', 'energy'),
  of('Mwh', 'MW.h', 'MWh', 'điện năng', 'energy'),
  of('V', 'V', 'V', 'điện áp', 'voltage'),
  of('Kv', 'kV', 'kV', 'điện áp', 'voltage'),
  of('A', 'A', 'A', 'dòng điện', 'current'),
  of('Hz', 'Hz', 'Hz', 'tần số', 'frequency'),
  of('Ms', 'ms', 'ms', 'thời gian', 'time'),
  of('S', 's', 's', 'thời gian', 'time'),
  of('Min', 'min', 'phút', 'thời gian', 'time'),
  of('H', 'h', 'giờ', 'thời gian', 'time'),
  of('D', 'd', 'ngày', 'thời gian', 'time'),
  of('Kg', 'kg', 'kg', 'khối lượng', 'mass'),
  of('T', 't', 't', 'khối lượng', 'mass'),
  of('Kbps', 'kbit/s', 'kbit/s', 'tốc độ truyền', 'bit rate'),
  of('Mbps', 'Mbit/s', 'Mbit/s', 'tốc độ truyền', 'bit rate'),
  of('Vph', '{vehicles}/h', 'xe/h', 'lưu lượng xe', 'traffic flow'),
  of('Count', '1', '', 'số lượng', 'count'),
  of('Ratio', '1', '', 'tỷ số', 'ratio'),
  of('Index', '1', '', 'chỉ số', 'index'),
  of('Vnd', 'VND', '₫', 'tiền', 'money'),
];

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
