/** What comes unasked, such as a dropped file or a late answer, takes no dialog away: what is typed or shown in one may be nowhere else. */

/** Waits until no dialog is open. */
export function undisturbed(): Promise<void> {
  return new Promise((resolve) => {
    function look(): void {
      if (document.querySelector('dialog[open]')) return;
      observer.disconnect();
      resolve();
    }
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['open'] });
    look();
  });
}
