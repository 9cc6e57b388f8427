import { configurationFile, fileOf, headerLine, sourceOf, type MachineDraft } from '../core';
import { printFile, type Binding, type NixNode } from '../nix';
import type { NixosStack } from '../stacks/nixos-stack';

/** The machine's `configuration.nix`, as synthesis writes it; without lines it names constructs only, and no program. */
export function configurationText(stack: NixosStack, draft: MachineDraft, withoutSources: boolean): string {
  const program = withoutSources ? undefined : fileOf(sourceOf(stack.node.root));
  const file = configurationFile(draft, headerLine(program, stack.stackName), ['./hardware.nix']);
  return printFile(withoutSources ? withoutLines(file) : file);
}

/** Takes the lines out of every module's `_file`: `bin/studio.ts:14 (studio-laptop/Kernel)` → `studio-laptop/Kernel`. */
function withoutLines(node: NixNode): NixNode {
  switch (node.kind) {
    case 'commented':
      return { ...node, node: withoutLines(node.node) };
    case 'lambda':
    case 'let':
      return { ...node, body: withoutLines(node.body) };
    case 'list':
      return { ...node, items: node.items.map(withoutLines) };
    case 'attrs':
      return { ...node, bindings: node.bindings.map(bindingWithoutLine) };
    default:
      return node;
  }
}

function bindingWithoutLine(binding: Binding): Binding {
  if (binding.kind === 'inherit') return binding;
  if (binding.path[0] === 'imports') return { ...binding, value: withoutLines(binding.value) };
  const text = binding.path[0] === '_file' && binding.value.kind === 'string' ? binding.value.parts.join('') : '';
  const construct = /^\S+:\d+ \((.*)\)$/.exec(text)?.[1];
  return construct === undefined ? binding : { ...binding, value: { kind: 'string', parts: [construct] } };
}
