class Node:
    lineno: int
    def accept_visitor(self, visitor: object) -> None: ...

class TemplateNode(Node): ...

class ArgumentList:
    args: list[str]

class Expression(Node):
    escapes: str
    escapes_code: ArgumentList

class Tag(Node):
    keyword: str
    attributes: dict[str, str]
    nodes: list[Node]

class PageTag(Tag):
    filter_args: ArgumentList
