// The switch between versions, which replaces the link to the page with all of them. It leads to the same
// page of another version, or to its start if that has no such page.
"use strict";

{
  const link = document.querySelector("a.version");
  // If the list can't be read, the link stays. Local files can't be read at all.
  if (link && location.protocol !== "file:") fillSwitch(link).catch(() => {});

  async function fillSwitch(link) {
    const shared = new URL(".", link.href);
    const response = await fetch(new URL("versions.json", shared));
    if (!response.ok) return;
    const { versions } = await response.json();
    const root = new URL(document.documentElement.dataset.root || "./", location.href).href;
    const url = ({ path }) => new URL(path, shared).href;
    const options = versions.map(({ title }, index) => errcat.make("option", { value: index }, title));
    const select = errcat.make("select", { class: "version", "aria-label": "Version" }, ...options);
    select.value = versions.findIndex((version) => url(version) === root);
    select.addEventListener("change", () => open(url(versions[select.value]), location.href.slice(root.length)));
    link.replaceWith(select);
  }

  async function open(root, page) {
    const target = new URL(page, root);
    const response = await fetch(target, { method: "HEAD" });
    location.href = response.ok ? target : root;
  }
}
