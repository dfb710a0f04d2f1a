"use strict";
// Everything is put on the page as text nodes: no string of a document is ever read as HTML.
(() => {
  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const labels = data("labels"), campaigns = data("campaigns"), rows = data("summary");
  const PAGE = 100, PRINTED = 1000;
  const ID = 0, FILE = 1, ISSUER = 2, ROUTE = 9, REVIEW = 10, GROUP = 11, CAMPAIGN = 12, SIGNS = 13;
  const PROVINCE = 5, LEVEL = 14;
  const LIST = [
    [FILE, "Tệp"], [ISSUER, "Cơ quan ban hành"], [3, "Số, ký hiệu"], [4, "Ngày"], [5, "Tỉnh"],
    [6, "Triển khai văn bản"], [7, "Giai đoạn"], [8, "Người ký"], [ROUTE, "Cách đọc"], [REVIEW, "Cần xem lại"],
  ];
  const statusOf = {};
  for (const [status, [sign]] of Object.entries(labels.adapted)) {
    statusOf[sign] = [status, false];
    if (sign.toLowerCase() !== sign) statusOf[sign.toLowerCase()] = [status, true];
  }

  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const linkTo = (row, text) => make("a", { href: "#v-" + row[ID] }, text);
  const byId = new Map(rows.map((row) => [row[ID], row]));
  const collator = new Intl.Collator("vi", { numeric: true });

  // ---- the list -------------------------------------------------------------------
  const sought = rows.map((row) => fold(row.slice(1, 9).join(" ")));
  const index = new Map(rows.map((row, number) => [row, number]));
  const search = document.getElementById("tim"), group = document.getElementById("nhom");
  const route = document.getElementById("cach"), review = document.getElementById("xem-lai");
  const table = document.getElementById("bang"), pager = document.getElementById("trang");
  const count = document.getElementById("dem");
  let column = FILE, falling = false, first = 0, shown = rows;

  const options = (select, values, name) => {
    for (const value of [...new Set(values)].filter(Boolean).sort(collator.compare)) {
      select.append(make("option", { value }, name(value)));
    }
  };
  options(group, rows.map((row) => row[GROUP]), (value) => value);
  options(route, rows.map((row) => row[ROUTE]), (value) => labels.routes[value] || value);

  // The keys of a column are made once; comparing them again for each sort is cheap.
  const ranks = new Map();
  const rankOf = (key) => {
    if (!ranks.has(key)) {
      const distinct = [...new Set(rows.map((row) => row[key]))];
      if (key === REVIEW) distinct.sort((a, b) => a - b);
      else distinct.sort((a, b) => (a === "") - (b === "") || collator.compare(a, b));
      ranks.set(key, new Map(distinct.map((value, rank) => [value, rank])));
    }
    return ranks.get(key);
  };
  const filter = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const rank = rankOf(column), turn = falling ? -1 : 1;
    shown = rows.filter((row) =>
      (!group.value || row[GROUP] === group.value) && (!route.value || row[ROUTE] === route.value)
      && (!review.checked || row[REVIEW] > 0) && words.every((word) => sought[index.get(row)].includes(word)));
    shown.sort((a, b) => turn * (rank.get(a[column]) - rank.get(b[column])) || index.get(a) - index.get(b));
    first = 0;
    draw();
  };
  const cellOf = (row, key) => {
    if (key === ROUTE) return labels.routes[row[key]] || row[key];
    return key === REVIEW ? (row[key] || "") : row[key];
  };
  const head = make("thead", {}, make("tr", {}, ...LIST.map(([key, name]) => {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => {
      falling = column === key ? !falling : key === REVIEW;
      column = key;
      filter();
    });
    return make("th", { scope: "col", "data-key": key }, button);
  })));
  const body = make("tbody");
  table.append(make("caption", { class: "skip" }, "Danh sách văn bản"), head, body);
  const draw = (most = PAGE) => {
    for (const th of head.querySelectorAll("th")) {
      const own = Number(th.dataset.key) === column;
      th.setAttribute("aria-sort", own ? (falling ? "descending" : "ascending") : "none");
    }
    body.replaceChildren(...shown.slice(first, first + most).map((row) => make("tr", {},
      make("th", { scope: "row" }, linkTo(row, row[FILE])),
      ...LIST.slice(1).map(([key]) => make("td", key === REVIEW ? { class: "figure" } : {}, String(cellOf(row, key)))))));
    count.textContent = `${shown.length.toLocaleString("vi")} văn bản`;
    drawPager(pager, shown.length, first, (to) => { first = to; draw(); });
  };
  const drawPager = (place, total, from, go) => {
    if (total <= PAGE) { place.replaceChildren(); return; }
    const button = (name, to, off) => {
      const made = make("button", { type: "button" }, name);
      made.disabled = off;
      made.addEventListener("click", () => { go(to); place.querySelectorAll("button:enabled")[0]?.focus(); });
      return made;
    };
    place.replaceChildren(button("← Trước", Math.max(0, from - PAGE), from === 0),
      make("span", {}, `${from + 1}–${Math.min(total, from + PAGE)} / ${total}`),
      button("Sau →", from + PAGE, from + PAGE >= total));
  };
  let waiting = 0;
  search.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(filter); });
  for (const input of [group, route, review]) input.addEventListener("change", filter);
  document.getElementById("loc").addEventListener("submit", (event) => event.preventDefault());

  // ---- the heat maps --------------------------------------------------------------
  const drawHeat = (place, number) => {
    const items = campaigns[number].items;
    const kept = (row) => [...row[SIGNS]].filter((sign) => statusOf[sign][0] === "kept").length;
    const members = rows.filter((row) => row[CAMPAIGN] === number && row[SIGNS]);
    const byIssuer = (a, b) => collator.compare(a[ISSUER] || a[FILE], b[ISSUER] || b[FILE]);
    const orders = {
      "Giữ nguyên nhiều nhất": (a, b) => kept(b) - kept(a) || byIssuer(a, b),
      "Tỉnh, rồi cấp ban hành": (a, b) => rank(a, PROVINCE) - rank(b, PROVINCE) || a[LEVEL] - b[LEVEL] || byIssuer(a, b),
      "Cấp ban hành, rồi tên": (a, b) => a[LEVEL] - b[LEVEL] || byIssuer(a, b),
    };
    const rank = (row, key) => rankOf(key).get(row[key]);
    const select = make("select", {}, ...Object.keys(orders).map((name) => make("option", {}, name)));
    const chosen = make("label", { class: "order" }, "Xếp theo ", select);
    select.addEventListener("change", () => { members.sort(orders[select.value]); show(0); });
    members.sort(orders[select.value]);
    const edge = items.map((item, at) => at > 0 && item.section !== items[at - 1].section);
    const headings = items.map((item, at) => make("th", {
      scope: "col", class: edge[at] ? "item edge" : "item", title: `${item.section}: ${item.text.slice(0, 200)}`,
    }, item.item));
    const lines = make("tbody");
    const own = make("div", { class: "pager" });
    const show = (from) => {
      lines.replaceChildren(...members.slice(from, from + PAGE).map((row) => make("tr", {},
        make("th", { scope: "row", title: `${row[ISSUER]} (${row[FILE]})` }, linkTo(row, row[ISSUER] || row[FILE])),
        ...[...row[SIGNS]].map((sign, at) => {
          const [status, moved] = statusOf[sign];
          const name = labels.adapted[status][1] + (moved ? ", chuyển chỗ" : "");
          return make("td", { class: `s-${status}${edge[at] ? " edge" : ""}`, title: `${items[at].item}: ${name}` }, sign);
        }))));
      drawPager(own, members.length, from, show);
    };
    place.replaceChildren(make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Cơ quan ban hành"), ...headings)), lines), own);
    if (members.length > 2) place.before(chosen);
    show(0);
  };
  for (const place of document.querySelectorAll("[data-heat]")) drawHeat(place, Number(place.dataset.heat));

  // ---- one document ---------------------------------------------------------------
  const words = (text) => text.split(/\s+/).filter(Boolean);
  const bare = (word) => fold(word).replace(/[^\p{L}\p{N}]+/gu, "");
  // Longest common subsequence of the words without marks; [left keeps, right keeps].
  const common = (left, right) => {
    const a = left.map(bare), b = right.map(bare), wide = b.length + 1;
    if (a.length * b.length > 4e6) return [new Set(), new Set()];
    const best = new Uint16Array((a.length + 1) * wide);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        best[i * wide + j] = a[i] === b[j] ? best[(i + 1) * wide + j + 1] + 1
          : Math.max(best[(i + 1) * wide + j], best[i * wide + j + 1]);
      }
    }
    const kept = [new Set(), new Set()];
    let from = 0, since = 0;
    const settle = (i, j) => {
      if (!spells(left.slice(from, i), b.slice(since, j)) && !spells(right.slice(since, j), a.slice(from, i))) return;
      for (let at = from; at < i; at++) kept[0].add(at);
      for (let at = since; at < j; at++) kept[1].add(at);
    };
    let i = 0, j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] === b[j]) {
        settle(i, j);
        kept[0].add(i++); kept[1].add(j++);
        [from, since] = [i, j];
      } else if (best[(i + 1) * wide + j] >= best[i * wide + j + 1]) i++;
      else j++;
    }
    settle(a.length, b.length);
    return kept;
  };
  // UBND for Ủy ban nhân dân: capitals that are the first letters of the other side's words.
  const spells = (short, long) => {
    const capitals = short.join("").replace(/[^\p{L}]+/gu, "");
    if (!short.length || capitals.length < 2 || capitals !== capitals.toUpperCase() || short.length >= long.length) return false;
    return fold(capitals) === long.filter((word) => word && word !== "va").map((word) => word[0]).join("");
  };
  const marked = (list, kept, tag) => {
    const parts = [];
    for (let at = 0; at < list.length;) {
      let end = at;
      while (end < list.length && kept.has(end) === kept.has(at)) end++;
      const text = list.slice(at, end).join(" ");
      parts.push(kept.has(at) ? text : make(tag, {}, text), " ");
      at = end;
    }
    return parts;
  };
  const wide = (name, content) => make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": name }, content);
  const tableOf = (names, lines, kind = "") => make("table", { class: kind },
    make("thead", {}, make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...lines));

  const valuesOf = (detail) => tableOf(
    ["Trường", "Giá trị", "Trạng thái", "Trong văn bản", "Trang", "Độ tin cậy"],
    detail.values.map(([key, value, status, raw, page, rule, confidence]) => {
      const inText = make("td", {});
      if (raw && raw !== value) inText.append(make("div", { class: "raw" }, raw));
      if (detail.crops[key]) {
        inText.append(make("img", { src: detail.crops[key], alt: `Ảnh chỗ ghi: ${labels.fields[key]}` }));
      }
      return make("tr", {}, make("th", { scope: "row" }, labels.fields[key]), make("td", {}, value),
        make("td", {}, status ? make("span", { class: `badge is-${status}`, title: rule }, labels.statuses[status] || status) : ""),
        inText, make("td", { class: "figure" }, page), make("td", { class: "figure" }, String(confidence)));
    }), "values");

  const sidesOf = (detail, campaign) => {
    const texts = new Map(campaign.items.map((item) => [item.item, item]));
    const lines = detail.items.map(([name, status, moved, by, section, text]) => {
      const item = texts.get(name);
      const left = words(item ? item.text : ""), right = words(text);
      const [keptLeft, keptRight] = ["omitted", "kept", "moved"].includes(status)
        ? [new Set(left.keys()), new Set(right.keys())] : common(left, right);
      const label = labels.adapted[status][1] + (moved ? ", chuyển chỗ" : "");
      const mark = make("th", { scope: "row" }, `${name} `, make("span", { class: `badge s-${status}` }, label));
      const place = section ? make("div", { class: "raw" }, section) : "";
      return make("tr", {}, mark, make("td", {}, ...marked(left, keptLeft, "del")),
        make("td", {}, ...(status === "omitted" ? ["—"] : marked(right, keptRight, "ins")), place));
    });
    const made = tableOf(["Mục", "Mẫu", "Kế hoạch này"], lines, "sides");
    made.prepend(make("colgroup", {}, make("col", { class: "mark" }), make("col"), make("col")));
    return made;
  };

  const place = document.getElementById("van-ban"), title = document.getElementById("h-van-ban");
  const content = document.getElementById("chi-tiet");
  const open = () => {
    const id = decodeURIComponent(location.hash).replace(/^#v-/, "");
    const row = location.hash.startsWith("#v-") ? byId.get(id) : undefined;
    const source = row && document.getElementById("d-" + id);
    place.hidden = !source;
    if (!source) { content.replaceChildren(); return; }
    const detail = JSON.parse(source.textContent);
    title.textContent = row[FILE];
    const parts = [make("h3", {}, "Giá trị"), wide("Giá trị", valuesOf(detail))];
    if (detail.lists.findings.length) parts.push(...listOf("findings", detail));
    if (row[CAMPAIGN] >= 0 && detail.items.length) {
      parts.push(make("h3", {}, "So với mẫu"),
        make("p", { class: "note" }, "Gạch ngang: từ của mẫu không còn trong kế hoạch. Gạch chân: từ kế hoạch thêm vào. Ở văn bản đọc bằng nhận dạng hoặc đã phục hồi, từ chỉ lệch một chữ cái không làm mục bị coi là diễn đạt lại."),
        wide("So với mẫu", sidesOf(detail, campaigns[row[CAMPAIGN]])));
    }
    if (detail.added.length) {
      parts.push(make("h3", {}, "Nội dung bổ sung"), wide("Nội dung bổ sung", tableOf(
        ["Phần", "Mục", "Nội dung", "Số kế hoạch có nội dung này"],
        detail.added.map((line) => make("tr", {}, ...line.map((text, at) => make("td", at === 3 ? { class: "figure" } : {}, String(text))))))));
    }
    for (const name of Object.keys(labels.lists)) {
      if (name !== "findings" && detail.lists[name].length) parts.push(...listOf(name, detail));
    }
    content.replaceChildren(...parts);
    place.scrollIntoView();
    title.focus({ preventScroll: true });
  };
  const listOf = (name, detail) => {
    const [shownName, columns] = labels.lists[name];
    const lines = detail.lists[name].map((line) => make("tr", {}, ...line.map((text) => make("td", {}, text))));
    return [make("h3", {}, shownName), wide(shownName, tableOf(columns, lines))];
  };

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
    draw(PRINTED);
  });
  addEventListener("afterprint", () => { for (const one of closed) one.open = false; draw(); });
  addEventListener("hashchange", open);
  filter();
  open();
})();
