/* Help, the manual and shell completions, all printed from the rows of the commands. */
#ifndef LODE_CLI_HELP_H
#define LODE_CLI_HELP_H

#include "cli/command.h"

void help_overview(struct console *c);
void help_command(struct console *c, const struct command *command);
/* The page lode(1), in the macros of man(7). */
void help_manual(struct console *c);
/* The script for a shell: 'bash', 'zsh' or 'fish'; false for another one. */
bool help_completion(struct console *c, const char *shell);

/* `text` with the formats that lode_formats lists in place of "{endings}", "{formats}", "{pixel
 * formats}" and "{table endings}": ".png, .pdf or .svg". Accepts NULL. */
const char *help_with_formats(struct arena *a, const char *text);

/* What may follow an option on the command line: "-o, --output FILE". */
const char *help_option_text(struct arena *a, const struct option *o);
/* What help says of an option. A text that ends in a colon is followed by the words of the
 * option. */
const char *help_option_says(struct arena *a, const struct option *o);

#endif
