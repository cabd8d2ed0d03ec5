/** Whether the list of keys is shown. */
export const keyboardHelp = $state({ open: false });
