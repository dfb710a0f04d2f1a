"""What the columns, routes and statuses are called in the report."""

from __future__ import annotations

FIELDS = {
    "doc_type": "Loại văn bản",
    "attached_type": "Văn bản kèm theo",
    "number_symbol": "Số, ký hiệu",
    "date": "Ngày ban hành",
    "place": "Nơi ban hành",
    "title": "Tên văn bản",
    "issuer": "Cơ quan ban hành (như viết)",
    "issuer_normalised": "Cơ quan ban hành",
    "body_level": "Cấp",
    "parent_body": "Cơ quan cấp trên",
    "province": "Tỉnh, thành phố",
    "province_2025": "Tỉnh sau sáp nhập 2025",
    "campaign": "Nhóm văn bản",
    "base_type": "Loại văn bản được triển khai",
    "base_number_symbol": "Số, ký hiệu văn bản được triển khai",
    "base_date": "Ngày văn bản được triển khai",
    "base_issuer_normalised": "Cơ quan ban hành văn bản đó",
    "period_start": "Năm bắt đầu",
    "period_end": "Năm kết thúc",
    "signer_name": "Người ký",
    "signer_title": "Chức vụ người ký",
    "signing_capacity": "Quyền hạn ký",
}
"""The columns of a plan's page, in order."""

COMPLETENESS = (
    "number_symbol", "date", "title", "issuer_normalised", "province", "base_number_symbol",
    "base_date", "period_start", "signer_name", "signer_title",
)  # fmt: skip
"""The columns whose completeness is shown by route."""

CROPPED = (
    "number_symbol", "date", "issuer", "title", "base_number_symbol", "signer_name",
)  # fmt: skip
"""The columns whose place on the page is shown as a picture."""

ROUTES = {
    "text-layer": "Lớp chữ PDF",
    "legacy-text": "Phông chữ cũ (TCVN3, VNI)",
    "garbled-text": "Chữ lỗi, đã phục hồi",
    "ocr": "Nhận dạng ảnh (OCR)",
    "plain-text": "Tệp văn bản",
    "mixed": "Nhiều cách",
}

STATUSES = {
    "found": "tìm thấy",
    "missing": "không có trong văn bản",
    "blank": "để trống",
    "unreadable": "không đọc được",
    "conflict": "mâu thuẫn",
    "corrected": "đã sửa",
}

ADAPTED = {
    "kept": ("G", "Giữ nguyên"),
    "reworded": ("D", "Diễn đạt lại"),
    "shortened": ("R", "Rút gọn"),
    "moved": ("C", "Chuyển chỗ"),
    "split": ("T", "Tách"),
    "omitted": ("–", "Lược bỏ"),
}
"""A sign and a name for each status of an item, so that colour never tells it alone."""

LISTS = {
    "signers": ("Người ký", {"name": "Họ tên", "title": "Chức vụ", "capacity": "Quyền hạn",
                             "body": "Cơ quan"}),
    "bases": ("Văn bản được dẫn", {"relation": "Quan hệ", "number_symbol": "Số, ký hiệu",
                                   "date": "Ngày", "issuer_normalised": "Cơ quan"}),
    "phases": ("Giai đoạn", {"label": "Giai đoạn", "start": "Từ", "end": "Đến"}),
    "assignments": ("Phân công", {"section": "Mục", "unit": "Đơn vị", "role": "Vai trò",
                                  "task": "Nhiệm vụ"}),
    "deadlines": ("Thời hạn báo cáo", {"as_written": "Như viết", "recurrence": "Lặp lại",
                                       "by": "Đơn vị", "to": "Gửi"}),
    "awards": ("Khen thưởng", {"form": "Hình thức", "level": "Cấp", "occasion": "Dịp"}),
    "recipients": ("Nơi nhận", {"recipient": "Nơi nhận", "note": "Ghi chú"}),
    "findings": ("Điều cần lưu ý", {"page": "Trang", "severity": "Mức", "code": "Mã",
                                    "message_vi": "Diễn giải"}),
}  # fmt: skip
"""The tables of a plan's page: name, and a name for each column shown."""

VALUES = {
    "basis": "căn cứ", "cited": "được nhắc đến", "lead": "chủ trì", "coordinate": "phối hợp",
    "implement": "thực hiện", "once": "một lần", "yearly": "hằng năm",
    "half-yearly": "sáu tháng", "quarterly": "hằng quý", "monthly": "hằng tháng",
    "weekly": "hằng tuần", "daily": "hằng ngày",
    "info": "thông tin", "warning": "cảnh báo", "error": "lỗi",
}  # fmt: skip
"""Vietnamese for the tables' fixed words."""
