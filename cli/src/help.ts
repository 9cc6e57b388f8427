import type { Command, Help, HelpConfiguration } from 'commander';
import type { Example } from './command';
import type { Output, Paint } from './terminal';

/** What one types comes first: commands before options, a command's own options before those of all. */
export function helpStyle(out: Output, examplesOf: (command: Command) => readonly Example[]): HelpConfiguration {
  return {
    showGlobalOptions: true,
    styleTitle: (text) => out.paint.bold(text),
    styleSubcommandTerm: (text) => out.paint.cyan(text),
    styleOptionTerm: (text) => out.paint.cyan(text),
    styleArgumentTerm: (text) => out.paint.cyan(text),
    commandUsage: (command) =>
      command.parent ? `${command.parent.name()} ${command.name()} ${command.usage()}` : `${command.name()} ${command.usage()}`,
    subcommandTerm: (command) => command.name(),
    formatHelp: (command, helper) => {
      const width = helper.padWidth(command, helper);
      const item = (term: string, meaning: string): string => helper.formatItem(term, width, meaning, helper);
      const sections = [
        [helper.boxWrap(helper.commandDescription(command), helper.helpWidth ?? 80)],
        [`${helper.styleTitle('Usage:')} ${helper.commandUsage(command)}`],
        section(
          'Commands',
          helper,
          helper.visibleCommands(command).map((sub) => item(helper.styleSubcommandTerm(sub.name()), helper.subcommandDescription(sub))),
        ),
        section(
          'Names',
          helper,
          command.registeredArguments.map((argument) => item(helper.styleArgumentTerm(argument.name()), argument.description)),
        ),
        section('Options', helper, options(helper, helper.visibleOptions(command), item)),
        section(
          'Options of every command',
          helper,
          options(
            helper,
            helper.visibleGlobalOptions(command).filter(({ long }) => long !== '--version'),
            item,
          ),
        ),
        section('Examples', helper, examples(examplesOf(command), out.paint)),
        command.parent ? [] : ['More about a command: cdk <command> --help'],
      ];
      return `${sections
        .filter((lines) => lines.length > 0)
        .map((lines) => lines.join('\n'))
        .join('\n\n')}\n`;
    },
  };
}

const section = (title: string, helper: Help, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [helper.styleTitle(`${title}:`), ...lines];

type Options = ReturnType<Help['visibleOptions']>;

const options = (helper: Help, list: Options, item: (term: string, meaning: string) => string): readonly string[] =>
  list.map((option) => item(helper.styleOptionTerm(helper.optionTerm(option)), helper.optionDescription(option)));

function examples(list: readonly Example[], paint: Paint): readonly string[] {
  const width = Math.max(...list.map(({ command }) => command.length));
  return list.map(({ command, meaning }) => `  ${paint.cyan(command.padEnd(width))}  ${meaning}`);
}
