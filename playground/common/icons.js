/* The few icons of the controls, as SVG that takes the colour of the text around it. */

import { svg, html } from "lit";

/** @param {import("lit").SVGTemplateResult} shape */
function icon(shape) {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    ${shape}
  </svg>`;
}

export const icons = {
  play: icon(svg`<path d="M4.5 2.6v10.8L13.2 8z" fill="currentColor" />`),
  pause: icon(svg`<path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />`),
  stop: icon(svg`<rect x="3.5" y="3.5" width="9" height="9" rx="1.2" fill="currentColor" />`),
  hold: icon(svg`<path d="M5.3 3v10M10.7 3v10" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" />`),
  goOn: icon(svg`<path d="M2.5 3h2.2v10H2.5zM6.6 2.6v10.8L14 8z" fill="currentColor" />`),
  step: icon(svg`<path d="M2.5 8h7M6.8 4.8 10 8l-3.2 3.2M13 3v10" fill="none" stroke="currentColor"
    stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" />`),
  cancel: icon(svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor"
    stroke-width="1.6" /><path d="M3.8 12.2 12.2 3.8" stroke="currentColor"
    stroke-width="1.6" />`),
  keep: icon(svg`<path d="M5.2 2h5.6l-.7 4.6 2.4 2.5H3.5l2.4-2.5zM8 9.4V14" fill="none"
    stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" />`),
  dice: icon(svg`<rect x="2.4" y="2.4" width="11.2" height="11.2" rx="2.4" fill="none"
    stroke="currentColor" stroke-width="1.4" /><circle cx="5.4" cy="5.4" r="1.2" fill="currentColor"
    /><circle cx="8" cy="8" r="1.2" fill="currentColor" /><circle cx="10.6" cy="10.6" r="1.2"
    fill="currentColor" />`),
  first: icon(svg`<path d="M3 3h2v10H3zM13 3v10L6 8z" fill="currentColor" />`),
  last: icon(svg`<path d="M11 3h2v10h-2zM3 3v10l7-5z" fill="currentColor" />`),
  back: icon(svg`<path d="M11 2.5v11L3.5 8zM12.2 3" fill="currentColor" />`),
  on: icon(svg`<path d="M5 2.5v11L12.5 8z" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linejoin="round" />`),
  backOutline: icon(svg`<path d="M11 2.5v11L3.5 8z" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linejoin="round" />`),
  plus: icon(svg`<path d="M8 3v10M3 8h10" stroke="currentColor" stroke-width="1.8"
    stroke-linecap="round" />`),
  minus: icon(svg`<path d="M3 8h10" stroke="currentColor" stroke-width="1.8"
    stroke-linecap="round" />`),
  fit: icon(svg`<path d="M2 3v10M14 3v10M4.5 8h7M6.5 5.8 4.3 8l2.2 2.2M9.5 5.8 11.7 8 9.5 10.2"
    fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"
    stroke-linejoin="round" />`),
  ghost:
    icon(svg`<rect x="5.5" y="2.5" width="8" height="6" rx="1" fill="none" stroke="currentColor"
    stroke-width="1.3" stroke-dasharray="2 1.6" /><rect x="2.5" y="7" width="8" height="6.5" rx="1"
    fill="currentColor" />`),
  range: icon(svg`<path d="M3.5 2.5v11M12.5 2.5v11" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" /><path d="M5.5 6h5v4h-5z" fill="currentColor" />`),
  links: icon(svg`<path d="M3.5 3v7a2.5 2.5 0 0 0 2.5 2.5h5.5M9 9.8l2.8 2.7L9 15.2" fill="none"
    stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`),
  light: icon(svg`<circle cx="8" cy="8" r="3.2" fill="currentColor" /><path
    d="M8 .8v2M8 13.2v2M.8 8h2M13.2 8h2M2.9 2.9l1.4 1.4M11.7 11.7l1.4 1.4
      M13.1 2.9l-1.4 1.4M4.3 11.7l-1.4 1.4"
    stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />`),
  dark: icon(svg`<path d="M13.5 10.2A6 6 0 0 1 5.8 2.5a6 6 0 1 0 7.7 7.7z" fill="currentColor" />`),
  auto: icon(svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor"
    stroke-width="1.5" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />`),
  edit: icon(svg`<path d="M2.5 13.5l.7-3.2 7.6-7.6 2.5 2.5-7.6 7.6zM9.4 4.1l2.5 2.5" fill="none"
    stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" />`),
  format: icon(svg`<path d="M2.5 3.5h11M5.5 6.5h8M5.5 9.5h6M2.5 12.5h11" stroke="currentColor"
    stroke-width="1.5" stroke-linecap="round" />`),
  reset: icon(svg`<path d="M3.2 8.6a4.9 4.9 0 1 0 1.2-3.9L2.8 6.3M2.6 2.9v3.5h3.5" fill="none"
    stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />`),
  history: icon(svg`<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor"
    stroke-width="1.5" /><path d="M8 4.4V8l2.6 1.7" fill="none" stroke="currentColor"
    stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />`),
  lint: icon(svg`<path d="M8 1.6 15.2 14H.8z" fill="currentColor" /><path d="M8 5.8v4M8 11.4v1.2"
    stroke="var(--surface)" stroke-width="1.6" />`),
  debug: icon(svg`<path d="M5 6.2a3 3 0 0 1 6 0v4.3a3 3 0 0 1-6 0zM5.4 4 3.6 2.2M10.6 4l1.8-1.8
    M5 8.4H1.8M14.2 8.4H11M5 11 2.4 13.2M11 11l2.6 2.2M8 6.5v6.4" fill="none"
    stroke="currentColor" stroke-width="1.4" stroke-linecap="round" />`),
  lessons: icon(svg`<path d="M8 4.2C6.4 3 4.4 2.8 2 3v9.4c2.4-.2 4.4 0 6 1.2 1.6-1.2 3.6-1.4 6-1.2V3
    c-2.4-.2-4.4 0-6 1.2zm0 0v9.4" fill="none" stroke="currentColor" stroke-width="1.4"
    stroke-linejoin="round" />`),
  share: icon(svg`<path d="M8 10V2M5.2 4.6 8 1.8l2.8 2.8M4.5 7H3v7h10V7h-1.5" fill="none"
    stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />`),
  palette: icon(svg`<path d="M3 4.5 6.5 8 3 11.5M8.5 12H13" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`),
  more: icon(svg`<circle cx="3" cy="8" r="1.5" fill="currentColor" /><circle cx="8" cy="8" r="1.5"
    fill="currentColor" /><circle cx="13" cy="8" r="1.5" fill="currentColor" />`),
  help: icon(svg`<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor"
    stroke-width="1.4" /><path d="M6.1 6.2a1.9 1.9 0 1 1 2.7 1.9c-.6.3-.8.6-.8 1.2M8 11.3v.2"
    fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />`),
};
