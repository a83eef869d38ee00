// Marks the section that is being read in the table of contents, in browsers without `scroll-target-group`.
"use strict";

{
  const links = [...document.querySelectorAll(".toc li a[href^='#']")];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
  const mark = () => {
    // The last section that starts in the upper third of the window.
    const current = targets.findLastIndex((target) => target?.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, index) => {
      if (index === Math.max(current, 0)) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  addEventListener("scroll", mark, { passive: true });
  mark();
}
