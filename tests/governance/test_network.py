from governance.selectors.network import network_facts


def test_the_network_has_its_partners_and_aims():
    network = network_facts()

    assert network.short == "MHIN"
    assert len(network.partners) == 15
    assert len(network.objectives) == 5


def test_dates_are_written_as_exactly_as_they_are_known():
    moments = [moment.when for moment in network_facts().timeline]

    assert moments == ["April 2021", "2021", "20 May 2022", "11 August 2023"]
