import pytest
from studio_cdk.testing import Match, Template

from app import laptop


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.of(laptop)


def test_ardour_sees_the_plugins(template: Template) -> None:
    template.has_plugin("Ardour", "surge-xt")
    template.has_plugin("Ardour", "lsp-plugins")


def test_it_is_tuned_with_the_kernel_that_nixos_has_ready(template: Template) -> None:
    template.has_option("musnix.enable", True)
    template.has_option("boot.kernelParams", Match.array_with(["preempt=full"]))
    template.lacks_option("boot.kernelPackages")


def test_alice_has_the_groups_that_sound_needs(template: Template) -> None:
    template.has_option("users.users.alice.extraGroups", Match.array_with(["audio"]))


def test_there_is_nothing_to_complain_about(template: Template) -> None:
    template.has_no_errors()
    template.has_no_warnings()


def test_an_assertion_that_does_not_hold_says_what_is_there_instead(template: Template) -> None:
    with pytest.raises(RuntimeError, match="swappiness"):
        template.has_option("boot.kernel.sysctl", {"vm.swappiness": 60})
