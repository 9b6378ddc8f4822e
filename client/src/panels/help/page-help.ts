import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What a page is for and how it is used, in the order in which a new colleague asks. Keyed by the name of the page. */
export const PAGE_HELP: Readonly<Record<string, readonly MessageDescriptor[]>> = {
  desk: [
    msg`Bên trái là hàng đợi: mục chưa xác nhận ở trên cùng, gấp nhất trước. N tới mục chưa xác nhận kế tiếp.`,
    msg`A xác nhận, C nhận việc, G giao cho đơn vị, S mở quy trình. Một thao tác chỉ xong khi trung tâm đã trả lời.`,
    msg`Mất kết nối: thao tác được giữ trong máy này và gửi đi khi có lại kết nối; hàng “chưa gửi” đếm chúng.`,
  ],
  incidents: [
    msg`Sổ sự cố giữ cả việc đã đóng. Trang của một sự cố có trục thời gian, số đo quanh đó và các việc đã làm.`,
    msg`Bấm một con số để xem biên nhận: nó được tính từ những số đo nào.`,
  ],
  shift: [
    msg`Ai giữ vị trí nào, từ khi nào. Bàn giao cần hai chữ ký: người giao và người nhận.`,
    msg`Bản tóm tắt đóng băng tại lúc giao; bản in có dấu để đối chiếu với sổ ghi.`,
  ],
  alarms: [
    msg`Trang này hỏi: một người có trả lời kịp chừng này báo động không? Mỗi con số có mục tiêu bên cạnh.`,
    msg`Khoảng không có báo động cũng được đếm; quãng chưa đủ dữ liệu được ghi là tham khảo.`,
  ],
  rules: [
    msg`Mỗi luật nói khi nào báo và khi nào thôi. Chạy thử trên quá khứ trước khi lưu bản mới.`,
    msg`Chỉ giám sát được sửa. Hai người sửa cùng lúc: người sau thấy cả hai bản và chọn.`,
  ],
  sources: [
    msg`Nhận = đếm + trùng + trễ + từ chối. Phép cộng không khớp hiện “+ n ?” và là lỗi phải báo.`,
    msg`Thông điệp bị từ chối được giữ kèm lý do; [ và ] đi qua các mẫu, “Phát lại” thử lại sau khi sửa.`,
  ],
  trends: [
    msg`Dải mờ sau đường là mức thường ngày cùng giờ; thiếu ngày thì không vẽ dải chứ không đoán.`,
    msg`Kéo để phóng to; mỗi hình lưu được thành ảnh hoặc CSV.`,
  ],
  systems: [
    msg`Mười ba hệ thống của thành phố: hệ thống im lặng hoặc chưa từng nghe nói rõ điều đó, không hiện số 0.`,
  ],
  compare: [msg`Địa bàn và đơn vị được so bằng khoảng tin cậy; dưới mẫu tối thiểu thì không xếp hạng.`],
  accounts: [msg`Ai được vào và được làm gì; màn hình tường vào bằng mã ngắn của riêng nó.`],
  walls: [msg`Cảnh của từng tường, ai đang giữ cảnh, và màn hình nào ngừng vẽ.`],
};

/** True on every page: how a figure says how old it is. */
export const MARK_HELP: readonly MessageDescriptor[] = [
  msg`Vòng tròn nhỏ khép dần là tuổi của số đo so với chu kỳ của nó.`,
  msg`Gạch chéo và đồng hồ: số cũ, vẫn giữ. Gạch ngang và “Không có dữ liệu từ…”: không còn dùng được.`,
  msg`Cả trang xám: mất kết nối với trung tâm; giờ trên dải cho biết từ khi nào.`,
  msg`Ưu tiên luôn là màu, hình và số: tam giác 1, thoi 2, vuông 3, tròn 4.`,
];
