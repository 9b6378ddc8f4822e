/**
 * What happens in the city, how often and how it is told. Texts are what a dispatcher would type: Vietnamese, with diacritics;
 * `{place}` is filled with a real street or place of the pack.
 */
export interface EventKind {
  readonly category: string;
  /** Who tells it first, and who may tell it again. */
  readonly sources: readonly string[];
  /** Expected events per hour at a usual moment. */
  readonly perHour: number;
  /** Where it happens. */
  readonly where: 'segment' | 'slow-segment' | 'place';
  /** Severity and its share. */
  readonly severities: readonly (readonly [severity: 1 | 2 | 3 | 4, share: number])[];
  readonly minutes: readonly [shortest: number, longest: number];
  /** Share of the speed left on its segment; 1: traffic does not notice. */
  readonly speedLeft: readonly [worst: number, best: number];
  /** What makes it more frequent. */
  readonly follows?: 'crowd' | 'rain' | 'night';
  readonly titles: readonly string[];
  readonly details?: readonly string[];
}

export const EVENT_KINDS: readonly EventKind[] = [
  {
    category: 'traffic-jam',
    sources: ['camera', '1022', 'voh'],
    perHour: 2.6,
    where: 'slow-segment',
    severities: [
      [2, 0.06],
      [3, 0.64],
      [4, 0.3],
    ],
    minutes: [25, 80],
    speedLeft: [0.45, 0.7],
    follows: 'crowd',
    titles: [
      'Ùn tắc kéo dài – {place}',
      'Xe di chuyển rất chậm – {place}',
      'Ùn ứ hướng vào trung tâm – {place}',
    ],
    details: ['Dòng xe nhích từng chút, ùn ứ lan về phía sau.', 'Camera ghi nhận tốc độ dưới 12 km/h.'],
  },
  {
    category: 'traffic-accident',
    sources: ['113', 'camera', '115'],
    perHour: 1.5,
    where: 'segment',
    severities: [
      [1, 0.05],
      [2, 0.28],
      [3, 0.67],
    ],
    minutes: [25, 75],
    speedLeft: [0.3, 0.6],
    follows: 'crowd',
    titles: [
      'Va chạm xe máy – ô tô – {place}',
      'Va chạm 2 xe tải – {place}',
      'Xe máy tự ngã giữa đường – {place}',
      'Va chạm liên hoàn 3 ô tô – {place}',
    ],
    details: ['Một làn đường bị chắn, cảnh sát giao thông đang đến.', 'Có người bị thương nhẹ, đã gọi 115.'],
  },
  {
    category: 'traffic-signal',
    sources: ['1022', 'camera'],
    perHour: 0.7,
    where: 'place',
    severities: [
      [3, 0.7],
      [4, 0.3],
    ],
    minutes: [40, 150],
    speedLeft: [1, 1],
    titles: ['Đèn tín hiệu hỏng – {place}', 'Đèn giao thông chớp vàng liên tục – {place}'],
  },
  {
    category: 'road-damage',
    sources: ['1022'],
    perHour: 0.9,
    where: 'segment',
    severities: [
      [3, 0.3],
      [4, 0.7],
    ],
    minutes: [120, 240],
    speedLeft: [0.85, 1],
    titles: [
      'Ổ gà lớn gây nguy hiểm – {place}',
      'Nắp hố ga bị sụt – {place}',
      'Mặt đường lún sau mưa – {place}',
    ],
  },
  {
    category: 'fire',
    sources: ['114', '1022', 'camera'],
    perHour: 0.22,
    where: 'place',
    severities: [
      [1, 0.22],
      [2, 0.48],
      [3, 0.3],
    ],
    minutes: [40, 140],
    speedLeft: [1, 1],
    titles: [
      'Cháy nhà dân – gần {place}',
      'Cháy xe máy dưới hầm – gần {place}',
      'Khói bốc từ kho hàng – gần {place}',
    ],
    details: ['Đội chữa cháy khu vực đã xuất xe.', 'Chưa ghi nhận người mắc kẹt.'],
  },
  {
    category: 'medical',
    sources: ['115'],
    perHour: 0.7,
    where: 'place',
    severities: [
      [2, 0.4],
      [3, 0.6],
    ],
    minutes: [25, 60],
    speedLeft: [1, 1],
    titles: [
      'Cấp cứu người ngất xỉu – {place}',
      'Cấp cứu tai biến – gần {place}',
      'Cấp cứu khó thở – gần {place}',
    ],
  },
  {
    category: 'tree-fall',
    sources: ['1022', '114'],
    perHour: 0.15,
    where: 'segment',
    severities: [
      [2, 0.4],
      [3, 0.6],
    ],
    minutes: [50, 150],
    speedLeft: [0.45, 0.8],
    follows: 'rain',
    titles: ['Cây xanh ngã chắn đường – {place}', 'Nhánh cây gãy đè dây điện – {place}'],
  },
  {
    category: 'power',
    sources: ['1022', 'evn'],
    perHour: 0.35,
    where: 'place',
    severities: [
      [2, 0.15],
      [3, 0.85],
    ],
    minutes: [40, 160],
    speedLeft: [1, 1],
    follows: 'rain',
    titles: ['Mất điện cục bộ – khu vực {place}', 'Sự cố trạm biến áp – gần {place}'],
  },
  {
    category: 'water-supply',
    sources: ['1022'],
    perHour: 0.45,
    where: 'place',
    severities: [
      [3, 0.75],
      [4, 0.25],
    ],
    minutes: [90, 240],
    speedLeft: [1, 1],
    titles: [
      'Áp lực nước thấp – khu vực {place}',
      'Bể ống cấp nước – gần {place}',
      'Nước đục – khu vực {place}',
    ],
  },
  {
    category: 'waste',
    sources: ['1022'],
    perHour: 0.8,
    where: 'place',
    severities: [[4, 1]],
    minutes: [120, 240],
    speedLeft: [1, 1],
    titles: ['Rác ùn ứ chưa thu gom – {place}', 'Đổ rác trái phép – gần {place}'],
  },
  {
    category: 'lighting',
    sources: ['1022'],
    perHour: 0.45,
    where: 'segment',
    severities: [[4, 1]],
    minutes: [120, 240],
    speedLeft: [1, 1],
    follows: 'night',
    titles: ['Đèn đường không sáng – {place}', 'Mất chiếu sáng một đoạn – {place}'],
  },
  {
    category: 'noise',
    sources: ['1022'],
    perHour: 0.55,
    where: 'place',
    severities: [[4, 1]],
    minutes: [60, 180],
    speedLeft: [1, 1],
    follows: 'night',
    titles: ['Karaoke loa kéo gây ồn – gần {place}', 'Công trình thi công gây ồn – gần {place}'],
  },
  {
    category: 'public-order',
    sources: ['113', '1022'],
    perHour: 0.5,
    where: 'place',
    severities: [
      [2, 0.08],
      [3, 0.6],
      [4, 0.32],
    ],
    minutes: [25, 90],
    speedLeft: [1, 1],
    titles: ['Lấn chiếm vỉa hè – {place}', 'Mâu thuẫn, to tiếng – gần {place}', 'Đỗ xe trái phép – {place}'],
  },
  {
    category: 'crowd',
    sources: ['camera'],
    perHour: 0.25,
    where: 'place',
    severities: [
      [3, 0.2],
      [4, 0.8],
    ],
    minutes: [45, 150],
    speedLeft: [1, 1],
    titles: ['Tập trung đông người – {place}', 'Sự kiện đông người – {place}'],
  },
  {
    category: 'public-transport',
    sources: ['1022', 'camera'],
    perHour: 0.4,
    where: 'segment',
    severities: [
      [3, 0.3],
      [4, 0.7],
    ],
    minutes: [20, 60],
    speedLeft: [0.75, 0.95],
    titles: ['Xe buýt chết máy – {place}', 'Trạm chờ xe buýt hư hỏng – {place}'],
  },
];
