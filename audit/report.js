/* report.js - what a page does by itself where scripts run: search and sort the results, open the explanation that a link
 * leads to, and print what is closed. Everything is on the page without it. */
"use strict";
(function () {
	var table = document.getElementById("rows");

	function plain(text) {
		return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
	}

	/* A number as it is dressed: £1,234.50 or 5.10%. What is not there sorts last. */
	function number(cell) {
		var value = parseFloat(cell.textContent.replace(/[^0-9.\-]/g, ""));
		return cell.querySelector("i") || isNaN(value) ? null : value;
	}

	function order(column, numeric, down) {
		var collator = new Intl.Collator("en", { numeric: true });
		return function (a, b) {
			var x = a.cells[column], y = b.cells[column], less;
			if (numeric) {
				x = number(x);
				y = number(y);
				if (x === null || y === null) return (x === null) - (y === null);
				less = x - y;
			} else {
				less = collator.compare(x.textContent, y.textContent);
			}
			return down ? -less : less;
		};
	}

	function sortable(head, column) {
		var button = document.createElement("button");
		button.type = "button";
		button.textContent = head.textContent;
		head.textContent = "";
		head.append(button);
		button.addEventListener("click", function () {
			var down = head.getAttribute("aria-sort") === "ascending", body = table.tBodies[0];
			var rows = Array.from(body.rows).sort(order(column, head.classList.contains("n"), down));
			Array.from(head.parentNode.cells).forEach(function (other) { other.removeAttribute("aria-sort"); });
			head.setAttribute("aria-sort", down ? "descending" : "ascending");
			body.append.apply(body, rows);
		});
	}

	function searchable() {
		var box = document.getElementById("search"), found = document.getElementById("found");
		var rows = Array.from(table.tBodies[0].rows), texts = rows.map(function (row) { return plain(row.textContent); });
		box.addEventListener("input", function () {
			var words = plain(box.value).split(/\s+/), count = 0;
			rows.forEach(function (row, i) {
				var fits = words.every(function (word) { return texts[i].includes(word); });
				row.hidden = !fits;
				count += fits;
			});
			found.textContent = box.value.trim() ? count + " of " + rows.length + (count === 1 ? " place matches" : " places match") : "";
		});
		box.closest(".search").hidden = false;
	}

	/* Browsers that do not open what a link leads into by themselves. */
	function reveal() {
		var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
		var fold = target && target.closest("details");
		if (!fold || fold.open) return;
		fold.open = true;
		target.scrollIntoView();
	}

	if (table) {
		Array.from(table.tHead.rows[0].cells).forEach(sortable);
		searchable();
	}
	addEventListener("hashchange", reveal);
	reveal();
})();
