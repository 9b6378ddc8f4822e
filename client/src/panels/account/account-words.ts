import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Roles as people call them; a role that is not here is shown by its name. */
export const ROLE_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  viewer: msg`người xem`,
  wall: msg`màn hình tường`,
  operator: msg`trực ban`,
  supervisor: msg`trưởng ca`,
  agency: msg`cán bộ cơ quan`,
  simulator: msg`bộ mô phỏng`,
  feed: msg`nguồn dữ liệu`,
  admin: msg`quản trị`,
};

/** Why the centre said no; codes that are not here are shown with the centre's own sentence. */
export const ACCOUNT_REFUSALS: Readonly<Record<string, MessageDescriptor>> = {
  'last-admin': msg`Đây là người quản trị duy nhất còn đăng nhập được: hãy tạo một người khác trước.`,
  'own-account': msg`Không ai tự đổi quyền của mình: hãy nhờ người quản trị khác.`,
  'account-exists': msg`Tên này đã có tài khoản.`,
  'account-disabled': msg`Tài khoản này đang khoá: mở khoá trước.`,
  'bad-name': msg`Tên có 2 đến 64 ký tự a-z, 0-9, dấu chấm, - hoặc _, bắt đầu bằng chữ hoặc số.`,
  'agency-needed': msg`Vai cán bộ cơ quan cần chọn cơ quan.`,
  'bad-role': msg`Vai này không đi cùng cơ quan.`,
  'wall-needs-screen': msg`Mã của màn hình tường cần phòng và màn hình.`,
  'bad-label': msg`Cần một tên gọi từ 1 đến 100 ký tự.`,
  'bad-realm': msg`Mã mô phỏng chỉ vào diễn tập (exercise:tên); mã khác vào dữ liệu thật.`,
  'unknown-code': msg`Không màn hình nào đang hiện mã này: gõ sai, quá 10 phút, hoặc đã quyết định rồi.`,
  'too-many-requests': msg`Quá nhiều lần thử: chờ một phút.`,
  'bad-credentials': msg`Mật khẩu hiện tại không đúng.`,
  'password-short': msg`Mật khẩu quá ngắn.`,
  'password-trivial': msg`Mật khẩu này ai cũng đoán được.`,
  'password-long': msg`Mật khẩu quá dài.`,
  'unknown-link': msg`Liên kết này đã dùng, đã hết hạn (24 giờ) hoặc đã có liên kết mới hơn: hãy hỏi người quản trị.`,
  'no-account': msg`Không có tài khoản này.`,
  forbidden: msg`Vai của bạn không được làm việc này.`,
  unreachable: msg`Chưa liên lạc được với trung tâm: chưa có gì thay đổi.`,
};
