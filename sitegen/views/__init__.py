"""Views: the complete, frozen data of one page each; nothing left to look up or compute in a template."""
