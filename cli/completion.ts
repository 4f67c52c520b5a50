import { describe } from "../src/errors/describe.js";
import type { Command } from "commander";
import { UsageError } from "./exitCodes.js";

export const SHELLS = ["bash", "zsh", "fish"] as const;

/** Words that a command takes after its name: its options, and for some options their values. */
interface Completed {
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly flag: string;
    readonly description: string;
    readonly values: readonly string[];
  }[];
}

/** A script that completes the program's commands, options and choices; other words are files. */
export function completionScript(shell: string, program: Command): string {
  const commands = program.commands.map(completedOf);
  switch (shell) {
    case "bash":
      return bashScript(commands);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
    case "fish":
      return fishScript(commands);
    default:
      throw new UsageError(`completion expected ${SHELLS.join(", ")}, got ${describe(shell)}`);
  }
}

function completedOf(command: Command): Completed {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.map((option) => ({
      flag: option.long ?? option.flags,
      description: option.description,
      values: option.argChoices ?? [],
    })),
  };
}

function bashScript(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, options }) => {
    const values = options
      .filter((option) => option.values.length > 0)
      .map(({ flag, values: choices }) => `        ${flag}) words="${choices.join(" ")}" ;;`);
    const flags = options.map(({ flag }) => flag).join(" ");
    return [
      `    ${name})`,
      `      words="${flags} --help"`,
      ...(values.length === 0 ? [] : ['      case "$previous" in', ...values, "      esac"]),
      "      ;;",
    ].join("\n");
  });
  return `_maskscore() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  case "$word$words" in
    -*|[!-]*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
  esac
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _maskscore maskscore
`;
}

function fishScript(commands: readonly Completed[]): string {
  const quote = (text: string): string => `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
  return [
    ...commands.map(
      ({ name, description }) =>
        `complete -c maskscore -f -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ),
    ...commands.flatMap(({ name, options }) =>
      options.map(({ flag, description, values }) => {
        const choices = values.length === 0 ? "" : ` -x -a ${quote(values.join(" "))}`;
        return `complete -c maskscore -n '__fish_seen_subcommand_from ${name}' -l ${flag.replace(/^--/, "")}${choices} -d ${quote(description)}`;
      }),
    ),
    "",
  ].join("\n");
}
