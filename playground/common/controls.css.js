/* How buttons, selects and segments look, in every element of the page. */

import { css } from "lit";

export const controlStyles = css`
  *,
  *::before {
    box-sizing: border-box;
  }
  button,
  select {
    font: inherit;
    color: var(--text);
  }
  button:not(:disabled) {
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .button,
  .icon-button,
  select {
    height: var(--control);
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    background: var(--raised);
  }
  .button {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    padding: 0 14px 0 11px;
    font-weight: 600;
    white-space: nowrap;
  }
  .button.primary {
    border-color: transparent;
    background: var(--go);
    color: var(--on-go);
  }
  .button.primary:hover:not(:disabled) {
    background: var(--go-strong);
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    width: var(--control);
    padding: 0;
    border-color: transparent;
    background: transparent;
    color: var(--soft);
  }
  .button:hover:not(:disabled, .primary),
  .icon-button:hover:not(:disabled),
  select:hover {
    background: var(--hover);
  }
  .icon-button[aria-pressed="true"],
  .switch[aria-pressed="true"] {
    background: var(--select);
    color: var(--link);
  }
  button:disabled {
    opacity: 0.42;
  }
  select {
    padding: 0 26px 0 10px;
    appearance: none;
    background-image:
      linear-gradient(45deg, transparent 50%, var(--muted) 50%),
      linear-gradient(-45deg, transparent 50%, var(--muted) 50%);
    background-size: 5px 5px;
    background-position:
      right 14px center,
      right 9px center;
    background-repeat: no-repeat;
    max-width: 100%;
  }
  .field {
    display: inline-flex;
    align-items: center;
    gap: 7px;
  }
  .label {
    color: var(--muted);
    font-size: 12.5px;
  }
  .segments {
    display: inline-flex;
    padding: 2px;
    border-radius: 8px;
    background: var(--sunken);
  }
  .segments button {
    height: calc(var(--control) - 4px);
    padding: 0 11px;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--soft);
  }
  .segments button[aria-pressed="true"] {
    background: var(--raised);
    color: var(--text);
    font-weight: 600;
    box-shadow: 0 0 0 1px var(--line);
  }
  .icon {
    display: block;
    flex: none;
  }
  @media (pointer: coarse), (max-width: 720px) {
    .segments button {
      height: var(--control);
    }
  }
  @media (forced-colors: active) {
    button[aria-pressed="true"],
    button[aria-current="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
