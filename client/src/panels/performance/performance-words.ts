import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { PerformanceFigureId, PerformanceVerdict } from '@metropane/incidents';

export const FIGURE_WORDS: Record<PerformanceFigureId, MessageDescriptor> = {
  'per-ten-minutes': msg`Báo động mỗi 10 phút`,
  'per-hour': msg`Báo động mỗi giờ`,
  'per-day': msg`Báo động mỗi ngày`,
  'max-in-ten-minutes': msg`Nhiều nhất trong 10 phút`,
  'flood-share': msg`Phần thời gian dồn dập`,
  'longest-flood': msg`Đợt dồn dập dài nhất`,
  'stale-now': msg`Tồn quá 24 h lúc này`,
  'stale-worst-day': msg`Tồn quá 24 h, ngày nhiều nhất`,
  chattering: msg`Điểm chập chờn`,
  fleeting: msg`Báo động thoáng qua`,
  'share-p1': msg`Tỷ lệ P1`,
  'share-p2': msg`Tỷ lệ P2`,
  'share-p3': msg`Tỷ lệ P3`,
  'share-p4': msg`Tỷ lệ P4`,
  'top-ten-share': msg`Phần của 10 điểm báo nhiều nhất`,
  'unauthorised-suppression': msg`Ẩn không lý do`,
  'acknowledge-p50': msg`Chờ xác nhận, trung vị`,
  'acknowledge-p95': msg`Chờ xác nhận, 95 %`,
};

export const VERDICT_WORDS: Record<PerformanceVerdict, MessageDescriptor> = {
  'on-target': msg`đạt mục tiêu`,
  'within-limit': msg`trong giới hạn`,
  missed: msg`vượt`,
  'no-target': msg`không có mục tiêu`,
  'no-value': msg`không có số liệu`,
};
