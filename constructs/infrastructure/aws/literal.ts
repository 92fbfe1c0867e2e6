/** Text as Terraform's syntax writes it: cdktf's tokens stay what they are, and whatever else looks like a template is just text. */
export function literal(text: string): string {
  return text.replace(/([$%])\{(?!TfToken\[)/g, '$1$1{');
}
